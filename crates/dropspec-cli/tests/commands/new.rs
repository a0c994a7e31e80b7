//! The files that `dropspec new` writes. The tests in `new_service` build and run them.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::{Folder, with_paths};

const PETS: &str = "/pets/{id}:
  get:
    operationId: getPet
    summary: Get a pet
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    responses: { '204': { description: It is there. } }
/pets:
  get:
    operationId: listPets
    responses: { '204': { description: They are there. } }";

fn folder_with_pets() -> Folder {
    let folder = Folder::new();
    folder.write("pets.yaml", &with_paths(PETS));
    folder
}

/// The sorted names of the entries of a directory.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_crate_is_complete() {
    let folder = folder_with_pets();
    assert_snapshot!(folder.run(&["new", "pets.yaml", "pet-store"]).output(0), @"
    pet-store: a service of 11 files. Next:

        cd pet-store
        cargo run -- --mock
    ");
    let service = folder.path().join("pet-store");
    let expected = [".gitignore", "Cargo.lock", "Cargo.toml", "README.md", "build.rs", "pets.yaml", "src", "tests"];
    assert_eq!(names(&service), expected);
    assert_eq!(fs::read_to_string(service.join("pets.yaml")).unwrap(), with_paths(PETS));
    assert_eq!(names(folder.path()), ["pet-store", "pets.yaml"], "nothing is left beside it");
}

#[test]
fn every_operation_has_a_method() {
    let folder = folder_with_pets();
    folder.run(&["new", "pets.yaml", "pet-store"]).output(0);
    let service = fs::read_to_string(folder.path().join("pet-store/src/service.rs")).unwrap();
    assert_snapshot!(service, @r#"
    //! The operations of the document. Each returns 501 until it is implemented here.

    use dropspec::Error;

    use crate::api::{self, Api, GetPetRequest, GetPetResponse, ListPetsRequest, ListPetsResponse};

    /// The service. What its operations share, such as connections, are fields of it.
    #[derive(Debug)]
    pub struct Service;

    dropspec_app::service! {
        service: Service,
        document: api,
        about: "Shop",
        mocks: api::MOCKS,
    }

    impl Api for Service {
        // GET /pets/{id}
        // Get a pet
        async fn get_pet(&self, _request: GetPetRequest) -> Result<GetPetResponse, Error> {
            Err(Error::NotImplemented)
        }

        // GET /pets
        async fn list_pets(&self, _request: ListPetsRequest) -> Result<ListPetsResponse, Error> {
            Err(Error::NotImplemented)
        }
    }
    "#);
    let readme = fs::read_to_string(folder.path().join("pet-store/README.md")).unwrap();
    assert!(readme.contains("curl -i 'http://127.0.0.1:8080/pets'\n"), "the first that needs nothing: {readme}");
}

#[test]
fn every_security_scheme_has_an_authenticator() {
    let folder = Folder::new();
    let schemes = "components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\n";
    folder.write("pets.yaml", &format!("{}{schemes}security: [{{ key: [] }}]\n", with_paths(PETS)));
    folder.run(&["new", "pets.yaml", "pet-store"]).output(0);
    let service = fs::read_to_string(folder.path().join("pet-store/src/service.rs")).unwrap();
    let (_, service) = service.split_once("impl Authenticators").unwrap();
    assert_snapshot!(service, @"
     for Service {
        // `key`: a key in the header `X-Key`.
        fn key(&self) -> &dyn Authenticator {
            &reject
        }
    }

    /// Verifies credentials: to be implemented, with `dropspec::auth::ApiKeys`, `Jwt` or a function such as this.
    async fn reject(_credential: Credential) -> Result<Identity, AuthError> {
        Err(Error::NotImplemented.into())
    }
    ");
}

#[test]
fn takes_the_package_name_and_the_dropspec_path_from_options() {
    let folder = folder_with_pets();
    let checkout = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    folder.run(&["new", "pets.yaml", "pet-store", "--name", "pets", "--dropspec-path", checkout]).output(0);
    let manifest = fs::read_to_string(folder.path().join("pet-store/Cargo.toml")).unwrap();
    let checkout = fs::canonicalize(checkout).unwrap();
    assert!(manifest.starts_with("[package]\nname = \"pets\"\n"), "{manifest}");
    assert!(manifest.contains(&format!("dropspec = {{ path = \"{}/crates/dropspec\" }}", checkout.display())));
    let main = fs::read_to_string(folder.path().join("pet-store/src/main.rs")).unwrap();
    assert!(main.contains("use pets::service::Service;"));
}

#[test]
fn declares_the_dependencies_of_generated_code_in_the_versions_of_the_workspace() {
    let folder = folder_with_pets();
    folder.run(&["new", "pets.yaml", "pet-store"]).output(0);
    let manifest = fs::read_to_string(folder.path().join("pet-store/Cargo.toml")).unwrap();
    let generated = include_str!("../../../dropspec-e2e/Cargo.toml");
    let own = concat!(include_str!("../../../../Cargo.toml"), include_str!("../../../dropspec-e2e/Cargo.toml"));
    let dependencies = manifest.lines().filter(|line| line.contains(" = ") && line.contains('"'));
    let dependencies = dependencies.skip_while(|line| !line.starts_with("http")).filter(|line| !line.contains("path"));
    for line in dependencies {
        assert!(own.lines().any(|own| own == line), "{line}");
    }
    let generated = generated.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    // Only services with tables need diesel.
    let generated = generated.filter(|line| !line.starts_with("diesel"));
    for line in generated.take_while(|line| !line.starts_with('[')).filter(|line| line.contains(" = ")) {
        let name = line.split(' ').next().unwrap();
        assert!(manifest.lines().any(|line| line.starts_with(&format!("{name} = "))), "{name} is missing");
    }
}

#[test]
fn copies_the_files_that_the_document_refers_to() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("spec/parts")).unwrap();
    let reference = "responses: { '204': { $ref: '../common/gone.yaml' } }";
    let pets = with_paths(&PETS.replace("responses: { '204': { description: They are there. } }", reference));
    folder.write("spec/pets.yaml", &pets);
    fs::create_dir(folder.path().join("common")).unwrap();
    folder.write("common/gone.yaml", "description: It is gone.");
    folder.run(&["new", "spec/pets.yaml", "made/pet-store"]).output(0);
    let service = folder.path().join("made/pet-store");
    assert_eq!(fs::read_to_string(service.join("spec/pets.yaml")).unwrap(), pets);
    assert_eq!(fs::read_to_string(service.join("common/gone.yaml")).unwrap(), "description: It is gone.");
    let build = fs::read_to_string(service.join("build.rs")).unwrap();
    assert!(build.contains("dropspec_build::server(\"spec/pets.yaml\");"), "{build}");
}

#[test]
fn renames_documents_whose_names_need_escaping() {
    let folder = Folder::new();
    folder.write("my \"pets\".yaml", &with_paths(PETS));
    folder.run(&["new", "my \"pets\".yaml", "pet-store"]).output(0);
    assert!(folder.path().join("pet-store/openapi.yaml").is_file());
}

#[test]
fn an_empty_folder_is_allowed_and_another_is_not() {
    let folder = folder_with_pets();
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder.run(&["new", "pets.yaml", "empty"]).output(0);
    assert_snapshot!(folder.run(&["new", "pets.yaml", "empty"]).error(2), @"dropspec: empty: the folder is not empty; name an empty or new one");
    assert_snapshot!(folder.run(&["new", "pets.yaml", "pets.yaml"]).error(2), @"dropspec: pets.yaml: Not a directory (os error 20)");
}

#[test]
fn an_error_leaves_no_files() {
    let folder = Folder::new();
    folder.write("pets.yaml", &with_paths(&PETS.replace("operationId: listPets", "operationId: getPet")));
    folder.write("empty.yaml", &with_paths("{}"));
    assert_snapshot!(folder.run(&["new", "pets.yaml", "pet-store"]).error(1), @"pets.yaml:11:5: operationId `getPet` of GET /pets is already used by GET /pets/{id} (at #/paths/~1pets/get)");
    assert_snapshot!(folder.run(&["new", "empty.yaml", "pet-store"]).error(1), @"empty.yaml:3:1: no operations to serve (at #/paths)");
    assert_snapshot!(folder.run(&["new", "none.yaml", "pet-store"]).error(2), @"none.yaml: cannot read the document: No such file or directory (os error 2)");
    assert_snapshot!(folder.run(&["new", "pets.yaml", "pet-store", "--dropspec-path", "."]).error(2), @"dropspec: .: not a checkout of Dropspec: crates/dropspec is missing");
    assert_snapshot!(folder.run(&["new", "pets.yaml", "pet-store", "--name", "Pet Store"]).error(2), @"dropspec: invalid package name `Pet Store`: use lower-case letters, digits and dashes");
    assert_eq!(names(folder.path()), ["empty.yaml", "pets.yaml"]);
}

#[test]
fn a_program_has_at_most_one_document_with_tables() {
    let folder = Folder::new();
    let fleet =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../dropspec-e2e/documents/fleet.yaml")).unwrap();
    folder.write("one.yaml", &fleet);
    folder.write("two.yaml", &fleet);
    let error = folder.run(&["new", "one.yaml", "two.yaml", "both"]).error(2);
    assert!(error.contains("more than one document has tables"), "{error}");
    assert!(!folder.path().join("both").exists());
}
