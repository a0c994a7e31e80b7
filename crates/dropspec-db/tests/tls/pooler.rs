//! PgBouncer with TLS.

use dropspec_db::Postgres;
use futures_util::future::join_all;

use crate::support::{PgBouncer, connection_error, tls_server};

#[tokio::test(flavor = "multi_thread")]
async fn pgbouncer_is_reached_over_tls() {
    let server = tls_server();
    let ca = server.file("ca.pem");
    // It reads the files as another user.
    let folder = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let to = folder.path().join(name);
        std::fs::copy(server.file(name), &to).unwrap();
        to.display().to_string()
    };
    let (certificate, key) = (copy("server.pem"), copy("server.key"));
    for path in [folder.path().display().to_string(), certificate.clone(), key.clone()] {
        let readable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path, readable).unwrap();
    }
    let settings = format!(
        "client_tls_sslmode = require\nserver_tls_sslmode = require\n\
         client_tls_cert_file = {certificate}\nclient_tls_key_file = {key}"
    );
    let Some(pgbouncer) = PgBouncer::start(&server.url("postgres", "127.0.0.1", ""), &settings) else { return };

    let url =
        |parameters: &str| format!("postgres://postgres@{}/postgres?pgbouncer=true&{parameters}", pgbouncer.address());
    for parameters in ["", "sslmode=require", &format!("sslmode=verify-full&sslrootcert={ca}")] {
        let postgres = Postgres::new(&url(parameters)).unwrap();
        let query = async |number: i32| {
            let client = postgres.client().await.unwrap();
            let statement = client.prepare("SELECT $1::int").await.unwrap();
            for _ in 0..5 {
                let row = client.query_one(&statement, &[&number]).await.unwrap();
                assert_eq!(row.get::<_, i32>(0), number);
            }
        };
        join_all((0..8).map(query)).await;
    }
    let other = server.file("other_ca.pem");
    let error = connection_error(&url(&format!("sslmode=verify-full&sslrootcert={other}"))).await;
    assert!(error.contains("sslrootcert must contain the CA"), "{error}");
    let error = connection_error(&url("sslmode=disable")).await;
    assert!(error.contains("SSL required"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn require_does_not_do_without_tls() {
    let server = tls_server();
    let settings = "server_tls_sslmode = require";
    let Some(pgbouncer) = PgBouncer::start(&server.url("postgres", "127.0.0.1", ""), settings) else { return };
    let url =
        |mode: &str| format!("postgres://postgres@{}/postgres?pgbouncer=true&sslmode={mode}", pgbouncer.address());
    for mode in ["disable", "prefer"] {
        Postgres::new(&url(mode)).unwrap().ping().await.unwrap();
    }
    let error = connection_error(&url("require")).await;
    assert!(error.contains("the server does not offer TLS"), "{error}");
}
