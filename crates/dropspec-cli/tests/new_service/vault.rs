//! A service of a document whose operations ask for credentials: it is never open.

use std::path::Path;

use reqwest::Method;

use crate::crates::{NewCrate, Served, WORKSPACE};

#[tokio::test]
async fn credentials_are_not_accepted_until_their_check_is_implemented() {
    let service = NewCrate::of(&Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/vault.yaml"));
    service.cargo(&["fmt", "--check"]);
    service.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);

    let with_key = |served: &Served| served.request(Method::GET, "/door").header("x-vault-key", "any");
    {
        let served = service.serve(&[]);
        assert_eq!(served.get("/door").await.0, 401);
        assert_eq!(served.ask(with_key(&served)).await.0, 501);
    }
    // A mock accepts any, but not none.
    let served = service.serve(&["--mock"]);
    assert_eq!(served.get("/door").await.0, 401);
    assert!((200..300).contains(&served.ask(with_key(&served)).await.0));
}
