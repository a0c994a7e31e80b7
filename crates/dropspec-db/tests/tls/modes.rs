//! Each `sslmode`, with a server that accepts only connections with TLS.

use std::time::{Duration, Instant};

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use dropspec_db::{Postgres, StoreError};

use crate::support::{connection_error, is_encrypted, tls_server};

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_connection_is_encrypted() {
    let server = tls_server();
    let ca = server.file("ca.pem");
    for parameters in [
        "".to_owned(),
        "sslmode=prefer".to_owned(),
        "sslmode=require".to_owned(),
        format!("sslmode=require&sslrootcert={ca}"),
        format!("sslmode=verify-ca&sslrootcert={ca}"),
        format!("sslmode=verify-full&sslrootcert={ca}"),
    ] {
        let url = server.url("postgres", "localhost", &parameters);
        assert!(is_encrypted(&url).await.unwrap(), "{parameters}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn disable_uses_no_tls() {
    let server = tls_server();
    let error = connection_error(&server.url("postgres", "localhost", "sslmode=disable")).await;
    assert!(error.contains(&format!("localhost:{}/postgres", server.port)), "{error}");
    assert!(error.contains("no encryption"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_of_another_ca_is_rejected() {
    let server = tls_server();
    let ca = server.file("other_ca.pem");
    for mode in ["prefer", "require", "verify-ca", "verify-full"] {
        let url = server.url("postgres", "localhost", &format!("sslmode={mode}&sslrootcert={ca}"));
        let error = connection_error(&url).await;
        assert!(error.contains("sslrootcert must contain the CA that issued the certificate"), "{mode}: {error}");
        assert!(error.contains(&format!("localhost:{}/postgres", server.port)), "{error}");
    }
    // The CAs of the system do not include the test's.
    connection_error(&server.url("postgres", "localhost", "sslmode=verify-full")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_verify_full_checks_the_name_of_the_host() {
    let server = tls_server();
    let ca = server.file("ca.pem");
    let url = |mode| server.url("postgres", "127.0.0.1", &format!("sslmode={mode}&sslrootcert={ca}"));
    assert!(is_encrypted(&url("verify-ca")).await.unwrap());
    let error = connection_error(&url("verify-full")).await;
    assert!(error.contains("must have the host among its subject alternative names"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_hosts_the_one_that_is_connected_to_is_verified() {
    let server = tls_server();
    let (ca, port) = (server.file("ca.pem"), server.port);
    let url = |hosts: &str| {
        format!(
            "postgres://postgres@{hosts}/postgres?application_name={}&sslmode=verify-full&sslrootcert={ca}\
             &target_session_attrs=read-write",
            hosts.len()
        )
    };
    assert!(is_encrypted(&url(&format!("localhost:1,localhost:{port}"))).await.unwrap());
    assert!(is_encrypted(&url(&format!("127.0.0.1:{port},localhost:{port}"))).await.unwrap());
    let error = connection_error(&url(&format!("localhost:1,127.0.0.1:{port}"))).await;
    assert!(error.contains("subject alternative names"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_bound_to_the_certificate() {
    let server = tls_server();
    let url = server.url("secret:p%40ss", "localhost", "sslmode=require&channel_binding=require");
    let postgres = Postgres::new(&url).unwrap();
    postgres.ping().await.unwrap();
    let wrong = server.url("secret:wrong", "localhost", "sslmode=require");
    let error = connection_error(&wrong).await;
    assert!(error.contains("password") && !error.contains("wrong"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_used_are_named() {
    let server = tls_server();
    let error = async |parameters: &str| connection_error(&server.url("postgres", "localhost", parameters)).await;
    let missing = error("sslmode=verify-ca&sslrootcert=/no/such/ca.pem").await;
    let expected = "cannot use TLS to the database: sslrootcert (in DATABASE_URL, or POSTGRES_SSLROOTCERT): \
                    cannot read /no/such/ca.pem: No such file or directory";
    assert!(missing.starts_with(expected), "{missing}");
    let key = server.file("certified.key");
    let no_certificate = error(&format!("sslmode=verify-ca&sslrootcert={key}")).await;
    assert!(no_certificate.contains("certified.key has no valid certificate in PEM form"), "{no_certificate}");
    let (certificate, other) = (server.file("certified.pem"), server.file("other.key"));
    let mismatch = error(&format!("sslmode=require&sslcert={certificate}&sslkey={other}")).await;
    assert!(mismatch.contains("POSTGRES_SSLKEY) cannot be used together"), "{mismatch}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_cancelled_over_tls() {
    let server = tls_server();
    let url =
        server.url("postgres", "localhost", &format!("sslmode=verify-full&sslrootcert={}", server.file("ca.pem")));
    let postgres = Postgres::new(&url).unwrap();
    let sleep = async |connection: &mut AsyncPgConnection| -> Result<(), StoreError> {
        Ok(connection.batch_execute("SELECT pg_sleep(60)").await?)
    };
    // A write whose future is dropped is cancelled on the server.
    assert!(tokio::time::timeout(Duration::from_millis(500), postgres.write(sleep)).await.is_err());
    let client = postgres.client().await.unwrap();
    let select = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    let started = Instant::now();
    while client.query_one(select, &[]).await.unwrap().get::<_, i64>(0) > 0 {
        assert!(started.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
