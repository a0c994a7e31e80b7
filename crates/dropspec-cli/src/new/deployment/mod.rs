//! The files with which a service is deployed: image, compose file and manifests of Kubernetes.
//!
//! Those of the register, in the root of the repository, and those of the programs in the folder `services` are what the templates make of
//! them; tests hold them together.

mod program;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::files::Files;
use super::render::render;

pub(super) use program::{ProgramDeployment, Service as DeployedService};

/// A service, as the templates of its deployment see it.
#[derive(Debug)]
pub(super) struct Deployment {
    /// The name of the program, of its image and of its objects.
    pub(super) name: String,
    /// The prefix of its environment variables.
    pub(super) prefix: String,
    pub(super) port: u16,
    /// The port of probes and metrics.
    pub(super) admin_port: u16,
    /// The name of its database, and of the user of that.
    pub(super) database: String,
    /// A path to try first.
    pub(super) path: String,
    /// The title of its dashboard.
    pub(super) title: String,
    /// One sentence about it.
    pub(super) about: String,
    /// The files in the root of the crate that its build needs.
    pub(super) files: Vec<String>,
    /// The folders that its build needs.
    pub(super) folders: Vec<String>,
    /// The checkout of Dropspec that the crate depends on, if that is outside of the crate.
    pub(super) checkout: Option<String>,
    pub(super) has_tables: bool,
    /// Whether its tests need PostGIS.
    pub(super) has_points: bool,
    /// Whether there are API keys.
    pub(super) has_keys: bool,
    /// Whether the program has a sample to import.
    pub(super) has_sample: bool,
}

/// Renders the templates of these paths, each below `deploy/`.
macro_rules! files {
    ($deployment:expr, [$($path:literal),* $(,)?]) => {
        [$((&$path["deploy/".len()..], render!(Deployment, $deployment, $path)?)),*]
    };
}

impl Deployment {
    /// Whether there are other services beside it, in the folder `services`, each with a deployment of its own.
    fn has_services(&self) -> bool {
        self.folders.iter().any(|folder| folder == "services")
    }

    /// The files, by their paths in the crate.
    ///
    /// # Errors
    /// When a template fails.
    pub(super) fn files(&self) -> askama::Result<Files> {
        let mut files = self.application()?;
        files.extend(if self.has_tables { self.database_files()? } else { self.namespaces()? });
        Ok(files.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect())
    }

    fn application(&self) -> askama::Result<Vec<(&'static str, String)>> {
        Ok(Vec::from(files!(
            self,
            [
                "deploy/.dockerignore",
                "deploy/Dockerfile",
                "deploy/docker-compose.yml",
                "deploy/entrypoint.sh",
                "deploy/kubernetes/kustomize/application/base/app.env",
                "deploy/kubernetes/kustomize/application/base/autoscaler.yaml",
                "deploy/kubernetes/kustomize/application/base/deployment.yaml",
                "deploy/kubernetes/kustomize/application/base/disruption-budget.yaml",
                "deploy/kubernetes/kustomize/application/base/ingress.yaml",
                "deploy/kubernetes/kustomize/application/base/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/base/network-policy.yaml",
                "deploy/kubernetes/kustomize/application/base/service.yaml",
                "deploy/kubernetes/kustomize/application/components/monitoring/dashboard.json",
                "deploy/kubernetes/kustomize/application/components/monitoring/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/components/monitoring/pod-monitor.yaml",
                "deploy/kubernetes/kustomize/application/components/tracing/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/overlays/development/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/overlays/production/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/overlays/staging/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/transformers/tls/host.yaml",
                "deploy/kubernetes/kustomize/application/transformers/tls/ingress.yaml",
                "deploy/kubernetes/kustomize/application/transformers/tls/kustomization.yaml",
            ]
        )))
    }

    /// What a service with tables needs besides: its PostgreSQL server, whose overlays also create the namespaces.
    fn database_files(&self) -> askama::Result<Vec<(&'static str, String)>> {
        Ok(Vec::from(files!(
            self,
            [
                "deploy/kubernetes/kustomize/application/base/database.env",
                "deploy/kubernetes/kustomize/application/base/migration.yaml",
                "deploy/kubernetes/kustomize/application/transformers/migration-name/kustomization.yaml",
                "deploy/kubernetes/kustomize/application/transformers/migration-name/transformer.yaml",
                "deploy/kubernetes/kustomize/environments/development/kustomization.yaml",
                "deploy/kubernetes/kustomize/environments/development/secret.env",
                "deploy/kubernetes/kustomize/environments/production/kustomization.yaml",
                "deploy/kubernetes/kustomize/environments/production/secret.env.example",
                "deploy/kubernetes/kustomize/environments/staging/kustomization.yaml",
                "deploy/kubernetes/kustomize/environments/staging/secret.env.example",
                "deploy/kubernetes/kustomize/postgres/base/kustomization.yaml",
                "deploy/kubernetes/kustomize/postgres/base/network-policy.yaml",
                "deploy/kubernetes/kustomize/postgres/base/service.yaml",
                "deploy/kubernetes/kustomize/postgres/base/stateful-set.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/development/kustomization.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/development/namespace.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/production/kustomization.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/production/namespace.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/production/replicated/cluster.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/production/replicated/kustomization.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/production/replicated/network-policy.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/staging/kustomization.yaml",
                "deploy/kubernetes/kustomize/postgres/overlays/staging/namespace.yaml",
            ]
        )))
    }

    /// The namespaces of a service without a database.
    fn namespaces(&self) -> askama::Result<Vec<(&'static str, String)>> {
        Ok(Vec::from(files!(
            self,
            [
                "deploy/kubernetes/kustomize/application/overlays/development/namespace.yaml",
                "deploy/kubernetes/kustomize/application/overlays/production/namespace.yaml",
                "deploy/kubernetes/kustomize/application/overlays/staging/namespace.yaml",
            ]
        )))
    }
}
