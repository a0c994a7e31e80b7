//! Calls share connections.

use crate::fake::{Fake, Reaction, level};
use crate::front::{calling, get};

#[tokio::test]
async fn calls_reuse_the_connection() {
    let fake = Fake::sending(level()).await;
    let server = calling(fake.address);
    for _ in 0..20 {
        assert_eq!(get(&server).await.0, 200);
    }
    assert_eq!((fake.connections(), fake.requests().len()), (1, 20));
}

#[tokio::test]
async fn a_connection_that_the_upstream_has_closed_is_not_used() {
    let closing = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"level\":7}";
    let fake = Fake::start(move |_| Reaction::SendAndClose(closing)).await;
    let server = calling(fake.address);
    for _ in 0..5 {
        assert_eq!(get(&server).await.0, 200);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(fake.requests().len(), 5);
}
