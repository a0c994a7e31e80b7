//! The verification of a server's certificate.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, RootCertStore, SignatureScheme};

/// Verifies as much of a certificate as the TLS mode asks for. That the server has the key of the certificate is verified always: binding
/// the authentication to the certificate, which a password with SCRAM does, is worth nothing without.
#[derive(Debug)]
pub(super) struct ServerVerifier {
    /// Whose certificates are accepted; `None` accepts any.
    pub(super) trusted: Option<Trusted>,
    /// Whether the certificate must be issued for the name of the host.
    pub(super) checks_name: bool,
    pub(super) provider: Arc<CryptoProvider>,
}

/// The trusted CAs.
#[derive(Debug)]
pub(super) struct Trusted {
    pub(super) roots: RootCertStore,
    /// The certificates in the file of CAs. A server may present one of them itself, as a self-signed one: OpenSSL accepts it, rustls
    /// does not take the certificate of a CA for that of a server.
    pub(super) certificates: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for ServerVerifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(trusted) = &self.trusted else { return Ok(ServerCertVerified::assertion()) };
        let parsed = ParsedCertificate::try_from(certificate)?;
        if !trusted.certificates.contains(certificate) {
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&parsed, &trusted.roots, intermediates, now, algorithms)?;
        }
        if self.checks_name {
            verify_server_name(&parsed, name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use rustls::crypto::aws_lc_rs;

    use super::*;

    /// A certificate that its own key has signed.
    fn self_signed(is_ca: IsCa) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec!["db.example".to_owned()]).unwrap();
        params.is_ca = is_ca;
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap().der().clone()
    }

    #[test]
    fn a_self_signed_certificate_is_its_own_ca() {
        for is_ca in [IsCa::NoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
            let (certificate, other) = (self_signed(is_ca), self_signed(is_ca));
            let mut roots = RootCertStore::empty();
            roots.add(certificate.clone()).unwrap();
            let trusted = Some(Trusted { roots, certificates: vec![certificate.clone()] });
            let provider = Arc::new(aws_lc_rs::default_provider());
            let verifier = ServerVerifier { trusted, checks_name: true, provider };
            let accepts = |certificate, host: &'static str| {
                let name = ServerName::try_from(host).unwrap();
                verifier.verify_server_cert(certificate, &[], &name, &[], UnixTime::now()).is_ok()
            };
            assert!(accepts(&certificate, "db.example"));
            assert!(!accepts(&certificate, "other.example"));
            assert!(!accepts(&other, "db.example"));
        }
    }
}
