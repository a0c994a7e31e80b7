//! A user that the server knows by a certificate.

use crate::support::{TlsServer, connection_error, is_encrypted, tls_server};

fn url(server: &TlsServer, user: &str, certificate: &str) -> String {
    let (certificate, key) = (server.file(&format!("{certificate}.pem")), server.file(&format!("{certificate}.key")));
    server.url(user, "localhost", &format!("sslmode=require&sslcert={certificate}&sslkey={key}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_known_by_the_certificate() {
    let server = tls_server();
    assert!(is_encrypted(&url(server, "certified", "certified")).await.unwrap());
    let other = connection_error(&url(server, "certified", "other")).await;
    assert!(other.contains("certificate authentication failed for user \"certified\""), "{other}");
    let none = connection_error(&server.url("certified", "localhost", "sslmode=require")).await;
    assert!(none.contains("certificate"), "{none}");
}
