//! Where the two paths are known to differ.
