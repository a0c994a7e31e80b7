//! The limits that all requests of a service share.

use crate::config::ServiceConfig;
use crate::memory_budget::MemoryBudget;
use crate::upload_slots::UploadSlots;

/// The limits that all requests of a service share.
#[derive(Debug)]
pub(crate) struct Limiters {
    pub(crate) uploads: UploadSlots,
    pub(crate) memory: MemoryBudget,
}

impl Limiters {
    pub(crate) fn new(config: &ServiceConfig) -> Self {
        let ServiceConfig { uploads, max_buffered, .. } = config;
        Self { uploads: UploadSlots::new(uploads.max_concurrent), memory: MemoryBudget::new(*max_buffered) }
    }
}
