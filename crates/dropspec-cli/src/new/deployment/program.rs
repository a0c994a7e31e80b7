//! The files with which a program of several services is deployed: image and compose file.

use crate::new::files::Files;
use crate::new::render::render;

/// A program of several services, as the templates of its deployment see it.
#[derive(Debug)]
pub(in crate::new) struct ProgramDeployment {
    /// The name of the program and of its image.
    pub(in crate::new) name: String,
    /// One sentence about it.
    pub(in crate::new) about: String,
    pub(in crate::new) services: Vec<Service>,
    /// The name of the service with tables.
    pub(in crate::new) stored: Option<String>,
    /// Whether that has a sample to import.
    pub(in crate::new) has_sample: bool,
    /// The folder of the crate in the repository that the image is built from, with a slash after it; empty for the root.
    pub(in crate::new) folder: String,
    /// The checkout of Dropspec that the crate depends on, if that is outside of the repository.
    pub(in crate::new) checkout: Option<String>,
}

/// A service of the program.
#[derive(Debug)]
pub(in crate::new) struct Service {
    pub(in crate::new) name: String,
    /// The prefix of its environment variables.
    pub(in crate::new) prefix: String,
    pub(in crate::new) port: u16,
}

impl ProgramDeployment {
    /// The files, by their paths in the crate.
    ///
    /// # Errors
    /// When a template fails.
    pub(in crate::new) fn files(&self) -> askama::Result<Files> {
        Ok(vec![
            (".dockerignore".into(), ".git\ntarget\n*.db*\n".to_owned()),
            ("Dockerfile".into(), self.dockerfile()?),
            ("docker-compose.yml".into(), render!(ProgramDeployment, self, "deploy/program/docker-compose.yml")?),
            ("entrypoint.sh".into(), self.entrypoint()?),
        ])
    }

    pub(super) fn dockerfile(&self) -> askama::Result<String> {
        render!(ProgramDeployment, self, "deploy/program/Dockerfile")
    }

    pub(super) fn entrypoint(&self) -> askama::Result<String> {
        render!(ProgramDeployment, self, "deploy/program/entrypoint.sh")
    }

    fn is_stored(&self, service: &Service) -> bool {
        self.stored.as_ref() == Some(&service.name)
    }

    /// The prefix of the environment variables of the service with tables.
    fn stored_prefix(&self) -> &str {
        self.services.iter().find(|service| self.is_stored(service)).map_or("", |service| &service.prefix)
    }
}
