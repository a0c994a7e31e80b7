//! Every documented response is reached, and is as documented.

use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, ServiceConfig};
use dropspec_contract::Contract;
use dropspec_e2e::ways::*;

const DOCUMENT: &str = include_str!("../../documents/ways.yaml");

/// Returns what it is sent, with keys.
struct Ways;

impl Api for Ways {
    async fn open_account(&self, request: OpenAccountRequest) -> Result<OpenAccountResponse, Error> {
        let mut account = request.body;
        account.id = Some(1);
        Ok(OpenAccountResponse::Created(account))
    }

    async fn join(&self, request: JoinRequest) -> Result<JoinResponse, Error> {
        let mut member = request.body;
        member.id = Some(1);
        Ok(JoinResponse::Created(member))
    }

    async fn keep_pet(&self, request: KeepPetRequest) -> Result<KeepPetResponse, Error> {
        Ok(KeepPetResponse::Created(request.body))
    }

    async fn store_odds(&self, _: StoreOddsRequest) -> Result<StoreOddsResponse, Error> {
        Ok(StoreOddsResponse::NoContent)
    }
}

#[tokio::test]
async fn the_service_does_what_its_document_says() {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let address = ([127, 0, 0, 1], 0).into();
    let server = Server::start(address, Ways, routes(), ServiceConfig::default(), Telemetry::default()).unwrap();
    let mut test = contract.test(&format!("http://{}", server.local_address()));
    test.drive(async |request| request).await;
    test.report(&[]).assert();
}
