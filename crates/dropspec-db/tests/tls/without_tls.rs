//! Servers that do not offer TLS, or fail in the handshake.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use dropspec_db::Postgres;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{connection_error, is_encrypted, plaintext_server};

#[tokio::test(flavor = "multi_thread")]
async fn prefer_does_without_tls_and_require_does_not() {
    let url = plaintext_server().url("postgres");
    let with = |parameters: &str| {
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}application_name=plain{}&{parameters}", parameters.len())
    };
    if std::env::var_os("TEST_DATABASE_URL").is_none() {
        assert!(!is_encrypted(&with("")).await.unwrap());
        assert!(!is_encrypted(&with("sslmode=prefer")).await.unwrap());
        let error = connection_error(&with("sslmode=require")).await;
        assert!(error.contains("server does not support TLS"), "{error}");
    }
    assert!(!is_encrypted(&with("sslmode=disable")).await.unwrap());
}

/// Starts a server that offers TLS and closes the connection in the handshake. Returns its address and whether each connection asked for TLS.
async fn broken_server() -> (SocketAddr, Arc<Mutex<Vec<bool>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::<Mutex<Vec<bool>>>::default();
    let all = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut first = [0; 8];
            connection.read_exact(&mut first).await.unwrap();
            let asks = first == [0, 0, 0, 8, 4, 210, 22, 47];
            all.lock().unwrap().push(asks);
            if asks {
                connection.write_all(b"S").await.unwrap();
                connection.read_u8().await.unwrap();
                connection.write_all(b"not TLS").await.unwrap();
            }
        }
    });
    (address, asked)
}

#[tokio::test]
async fn only_prefer_falls_back_when_the_handshake_fails() {
    for (mode, expected) in [("prefer", vec![true, false]), ("require", vec![true])] {
        for pgbouncer in ["", "&pgbouncer=true"] {
            let (address, asked) = broken_server().await;
            let postgres = Postgres::new(&format!("postgres://ann@{address}/x?sslmode={mode}{pgbouncer}")).unwrap();
            postgres.ping().await.unwrap_err();
            assert_eq!(*asked.lock().unwrap(), expected, "{mode}{pgbouncer}");
        }
    }
}
