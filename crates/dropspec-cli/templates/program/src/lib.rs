//! [[about]]
//!
//! Each module has the operations of a service, and as `api` the code that is generated from its document.
<% for service in services %>
pub mod [[service.module]];
<%- endfor %>
