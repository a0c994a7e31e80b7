//! The operations of the document, on a [`Store`].

use dropspec::health::Readiness;
use dropspec::{Fault, Place, Problem, Route, Violation};
use uuid::Uuid;

use crate::api::types::{NewPerson, Person};
use crate::api::{
    Api, CreatePersonRequest, CreatePersonResponse, DeletePersonRequest, DeletePersonResponse, Document,
    GetPersonRequest, GetPersonResponse, ListPeopleRequest, ListPeopleResponse, UpdatePersonRequest,
    UpdatePersonResponse, routes,
};
use crate::store::{Creation, Store};

/// The service.
#[derive(Debug)]
pub struct People<S> {
    store: S,
}

impl<S: Store> People<S> {
    /// A service on a store.
    pub fn new(store: S) -> Self {
        Self { store }
    }

    /// All routes: those of the document, the document itself, and the probes.
    #[must_use]
    pub fn routes() -> Vec<Route<Self>> {
        let mut all = routes();
        all.extend(dropspec::document::routes::<Self, Document>());
        all.extend(dropspec::health::routes());
        all
    }
}

impl<S: Store> Api for People<S> {
    async fn list_people(&self, request: ListPeopleRequest) -> Result<ListPeopleResponse, Fault> {
        Ok(ListPeopleResponse::Ok(self.store.list(request.limit).await?))
    }

    async fn create_person(&self, request: CreatePersonRequest) -> Result<CreatePersonResponse, Fault> {
        let person = with_key(request.body);
        match self.store.create(person.clone()).await? {
            Creation::Done => Ok(CreatePersonResponse::Created {
                location: format!("/people/{}", person.uuid),
                etag: etag(1),
                body: person,
            }),
            Creation::KeyTaken => {
                Ok(CreatePersonResponse::Conflict(Problem::new(format!("the uuid {} is taken", person.uuid))))
            }
        }
    }

    async fn get_person(&self, request: GetPersonRequest) -> Result<GetPersonResponse, Fault> {
        Ok(match self.store.get(request.uuid).await? {
            Some(stored) => GetPersonResponse::Ok { body: stored.person, etag: etag(stored.version) },
            None => GetPersonResponse::NotFound(nobody(request.uuid)),
        })
    }

    async fn update_person(&self, request: UpdatePersonRequest) -> Result<UpdatePersonResponse, Fault> {
        if request.body.uuid.is_some_and(|uuid| uuid != request.uuid) {
            return Ok(UpdatePersonResponse::Conflict(other_uuid(request.uuid)));
        }
        Ok(match self.store.update(request.uuid, request.body).await? {
            Some(stored) => UpdatePersonResponse::Ok { body: stored.person, etag: etag(stored.version) },
            None => UpdatePersonResponse::NotFound(nobody(request.uuid)),
        })
    }

    async fn delete_person(&self, request: DeletePersonRequest) -> Result<DeletePersonResponse, Fault> {
        Ok(match self.store.delete(request.uuid).await? {
            true => DeletePersonResponse::NoContent,
            false => DeletePersonResponse::NotFound(nobody(request.uuid)),
        })
    }
}

impl<S: Store> Readiness for People<S> {
    async fn unready(&self) -> Option<String> {
        match self.store.migration_state().await {
            Ok(state) => state.complaint(),
            Err(_) => Some("the database cannot be reached".to_owned()),
        }
    }
}

/// A person to store, under the key that the client chose or a new one.
pub(crate) fn with_key(new: NewPerson) -> Person {
    Person {
        uuid: new.uuid.unwrap_or_else(Uuid::now_v7),
        survived: new.survived,
        passenger_class: new.passenger_class,
        name: new.name,
        sex: new.sex,
        age: new.age,
        siblings_or_spouses_aboard: new.siblings_or_spouses_aboard,
        parents_or_children_aboard: new.parents_or_children_aboard,
        fare: new.fare,
    }
}

/// A strong entity tag (RFC 9110, section 8.8.3).
fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

fn nobody(uuid: Uuid) -> Problem {
    Problem::new(format!("there is no person {uuid}"))
}

fn other_uuid(uuid: Uuid) -> Problem {
    let detail = format!("the uuid must be that of the path, {uuid} - 'uuid'");
    Problem::invalid(vec![Violation { place: Place::Pointer("/uuid".to_owned()), detail }])
}
