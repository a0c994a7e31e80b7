//! A service that returns the values that it decodes, and a client for it.

use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Content, Error, Problem, ResponseValidation, ServiceConfig};
use dropspec_e2e::harbour::types::{Cargo, Shape};
use dropspec_e2e::harbour::*;
use futures_util::{StreamExt, stream};
use http::StatusCode;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// The service under test.
struct Harbour;

impl Api for Harbour {
    async fn path_styles(&self, request: PathStylesRequest) -> Result<PathStylesResponse, Error> {
        let PathStylesRequest { plain, labelled, listed, matrix, shape } = request;
        Ok(PathStylesResponse::Ok(json!([plain, labelled, listed, matrix, shape])))
    }

    async fn query_styles(&self, request: QueryStylesRequest) -> Result<QueryStylesResponse, Error> {
        let QueryStylesRequest { tags, ids, words, flags, filter, size, flat, query, verbose, either, since, order } =
            request;
        Ok(QueryStylesResponse::Ok(json!({
            "tags": tags, "ids": ids, "words": words, "flags": flags, "filter": filter, "size": size, "flat": flat,
            "query": query, "verbose": verbose, "either": either, "since": since, "order": order,
        })))
    }

    async fn find_ship(&self, request: FindShipRequest) -> Result<FindShipResponse, Error> {
        Ok(FindShipResponse::Ok(json!(request.id)))
    }

    async fn refit_ship(&self, _: RefitShipRequest) -> Result<RefitShipResponse, Error> {
        Ok(RefitShipResponse::NoContent)
    }

    async fn find_ships_by_status(
        &self,
        request: FindShipsByStatusRequest,
    ) -> Result<FindShipsByStatusResponse, Error> {
        Ok(FindShipsByStatusResponse::Ok(json!(request.status)))
    }

    async fn header_and_cookie(&self, request: HeaderAndCookieRequest) -> Result<HeaderAndCookieResponse, Error> {
        let HeaderAndCookieRequest { id_in_path, id_in_query, x_trace, x_depths, x_shape, watch, seen } = request;
        Ok(HeaderAndCookieResponse::Ok(json!([id_in_path, id_in_query, x_trace, x_depths, x_shape, watch, seen])))
    }

    async fn load_cargo(&self, request: LoadCargoRequest) -> Result<LoadCargoResponse, Error> {
        let decoded = match request.body {
            None => json!("nothing"),
            Some(LoadCargoRequestBody::Json(cargo)) => json!({ "json": cargo }),
            Some(LoadCargoRequestBody::VndHarbourJson(cargo)) => json!({ "own json": cargo }),
            Some(LoadCargoRequestBody::Form(cargo)) => json!({ "form": cargo }),
            Some(LoadCargoRequestBody::Multipart(papers)) => json!({
                "name": papers.name, "weight": papers.weight, "photo": papers.photo.0.to_vec(), "pages": papers.pages,
                "cargo": papers.cargo,
            }),
            Some(LoadCargoRequestBody::Text(text)) => json!({ "text": text }),
            Some(LoadCargoRequestBody::Bytes(mut upload)) => {
                let mut length = 0;
                while let Some(part) = upload.next().await {
                    length += part.map_err(Error::internal)?.len();
                }
                json!({ "bytes": length })
            }
            Some(LoadCargoRequestBody::AnyImage(upload)) => {
                let media_type = upload.media_type().to_owned();
                let bytes = upload.collect().await.map_err(Error::internal)?;
                json!({ media_type: bytes.len() })
            }
        };
        Ok(LoadCargoResponse::Ok(decoded))
    }

    async fn weather(&self, request: WeatherRequest) -> Result<WeatherResponse, Error> {
        let (x_winds, x_season) = (vec![3, 4], None);
        Ok(match request.response.as_deref() {
            None => {
                let body = match request.accept {
                    WeatherAccept::Json => Weather200Body::Json(Shape { height: Some(1), name: None }),
                    WeatherAccept::Text => Weather200Body::Text("fair".to_owned()),
                    WeatherAccept::Png => Weather200Body::Png(Content::from("PNG")),
                };
                WeatherResponse::Ok { body, x_winds, x_season }
            }
            Some("storm") => {
                WeatherResponse::Ok { body: Weather200Body::Text("storm".to_owned()), x_winds: vec![13], x_season }
            }
            Some("silence") => WeatherResponse::Ok { body: Weather200Body::Text(String::new()), x_winds, x_season },
            Some("winter") => {
                let x_season = Some(types::Weather200HeaderXSeason::Winter);
                WeatherResponse::Ok { body: Weather200Body::Text("cold".to_owned()), x_winds, x_season }
            }
            Some("class") => {
                WeatherResponse::Success { status: StatusCode::ACCEPTED.try_into().map_err(Error::internal)? }
            }
            Some("changed") => WeatherResponse::Status299,
            Some("wrong") => {
                let status = StatusCode::IM_A_TEAPOT.try_into().map_err(Error::internal)?;
                WeatherResponse::ClientError { status, body: Problem::new("it is a teapot") }
            }
            Some(other) => {
                WeatherResponse::Default { status: StatusCode::BAD_GATEWAY, body: format!("unknown: {other}") }
            }
        })
    }

    async fn chart(&self, request: ChartRequest) -> Result<ChartResponse, Error> {
        let parts = stream::iter(["ab", "cd"]).map(|part| Ok::<_, std::io::Error>(part.into()));
        let media_type = if request.name == "text" { "text/plain" } else { "image/gif" };
        Ok(ChartResponse::Ok(Content::stream(parts).typed(media_type)))
    }

    async fn compare_harbours(&self, request: CompareHarboursRequest) -> Result<CompareHarboursResponse, Error> {
        let CompareHarboursRequest { from, to, limit, wide, order, code, never, season, ids } = request;
        if from == to {
            return Ok(CompareHarboursResponse::NotModified);
        }
        Ok(CompareHarboursResponse::Ok(json!([from, to, limit, wide, order, code, never, season, ids])))
    }

    async fn find_harbour(&self, request: FindHarbourRequest) -> Result<FindHarbourResponse, Error> {
        let x_extent = Shape { height: Some(3), name: Some("é".to_owned()) };
        Ok(FindHarbourResponse::Ok { body: json!(request.id), x_extent })
    }

    async fn close_harbour(&self, _: CloseHarbourRequest) -> Result<CloseHarbourResponse, Error> {
        Ok(CloseHarbourResponse::NoContent)
    }

    async fn list_guests(&self, request: ListGuestsRequest) -> Result<ListGuestsResponse, Error> {
        let ListGuestsRequest { format, page, filter, tags, other, seen, one } = request;
        Ok(ListGuestsResponse::Ok(json!([format, page, filter, tags, other, seen, one])))
    }

    async fn list_of_harbour(&self, request: ListOfHarbourRequest) -> Result<ListOfHarbourResponse, Error> {
        Ok(ListOfHarbourResponse::Ok(json!([request.id, request.list])))
    }

    async fn find_moorings(&self, request: FindMooringsRequest) -> Result<FindMooringsResponse, Error> {
        let FindMooringsRequest { boats, page, anchor, note, depth, draught, ranks } = request;
        Ok(FindMooringsResponse::Ok(json!([boats, page, anchor, note, depth, draught, ranks])))
    }

    async fn moor(&self, request: MoorRequest) -> Result<MoorResponse, Error> {
        let decoded = match request.body {
            MoorRequestBody::JsonVersion1(size) => json!(size),
            MoorRequestBody::JsonVersion2(anchor) => json!(anchor),
        };
        Ok(MoorResponse::Ok(match request.accept {
            MoorAccept::JsonVersion1 => Moor200Body::JsonVersion1(decoded),
            MoorAccept::JsonVersion2 => Moor200Body::JsonVersion2(decoded),
        }))
    }

    async fn peek(&self, _: PeekRequest) -> Result<PeekResponse, Error> {
        Ok(PeekResponse::NoContent)
    }
}

/// A valid body.
pub(crate) fn cargo() -> Cargo {
    Cargo { name: "tea".to_owned(), weight: Some(3), marks: None, parts: None, shape: None, shapes: None }
}

/// The running service, and a client for it.
pub(crate) struct TestServer {
    url: String,
    client: Client,
    _server: Server<Harbour>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        let limits = ServiceConfig {
            max_upload: 4096,
            validate_responses: ResponseValidation::Enforce,
            ..ServiceConfig::default()
        };
        let server =
            Server::start(([127, 0, 0, 1], 0).into(), Harbour, routes(), limits, Telemetry::default()).unwrap();
        Self { url: format!("http://{}", server.local_address()), client: Client::new(), _server: server }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn at(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().unwrap(), format!("{}{path}", self.url))
    }

    /// The decoded values of a GET request.
    pub(crate) async fn decoded(&self, path: &str) -> Value {
        json_response(self.at("GET", path), 200).await
    }

    /// The violations of a GET request: source and detail.
    pub(crate) async fn violations(&self, path: &str) -> Vec<(String, String)> {
        violations(&json_response(self.at("GET", path), 400).await)
    }
}

/// Sends a request; checks the status, and returns the JSON body.
pub(crate) async fn json_response(request: RequestBuilder, status: u16) -> Value {
    let response = request.send().await.unwrap();
    let (found, body) = (response.status(), response.text().await.unwrap());
    assert_eq!(found, status, "{body}");
    serde_json::from_str(&body).unwrap()
}

/// The violations in a problem document: source and detail.
pub(crate) fn violations(problem: &Value) -> Vec<(String, String)> {
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("{problem}"));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let source = |error: &Value| text(&error["pointer"]).or_else(|| text(&error["parameter"])).unwrap();
    errors.iter().map(|error| (source(error), text(&error["detail"]).unwrap())).collect()
}
