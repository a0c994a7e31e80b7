//! The process, under the names that Prometheus has for it.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

/// What the system tells of the process, where it does.
#[derive(Debug)]
pub(super) struct Process;

#[cfg(not(target_os = "linux"))]
impl Collector for Process {
    fn encode(&self, _: DescriptorEncoder<'_>) -> fmt::Result {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
impl Collector for Process {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        // A process that cannot see itself has no such metrics.
        linux::read().map_or(Ok(()), |figures| linux::encode(&figures, encoder))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fmt;

    use procfs::process::LimitValue;
    use procfs::{ProcResult, WithCurrentSystemInfo};
    use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
    use prometheus_client::metrics::MetricType;

    pub(super) struct Figures {
        cpu_seconds: f64,
        gauges: [(&'static str, &'static str, f64); 6],
    }

    #[allow(clippy::cast_precision_loss, reason = "figures of this size are exact, or need not be")]
    pub(super) fn read() -> ProcResult<Figures> {
        let process = procfs::process::Process::myself()?;
        let stat = process.stat()?;
        let ticks = procfs::ticks_per_second() as f64;
        let most_files = match process.limits()?.max_open_files.soft_limit {
            LimitValue::Unlimited => f64::INFINITY,
            LimitValue::Value(most) => most as f64,
        };
        let started = procfs::boot_time_secs()? as f64 + stat.starttime as f64 / ticks;
        Ok(Figures {
            cpu_seconds: (stat.utime + stat.stime) as f64 / ticks,
            gauges: [
                ("process_resident_memory_bytes", "Memory, in bytes.", stat.rss_bytes().get() as f64),
                ("process_virtual_memory_bytes", "Address space, in bytes.", stat.vsize as f64),
                ("process_threads", "Threads.", stat.num_threads as f64),
                ("process_open_fds", "Open files.", process.fd_count()? as f64),
                ("process_max_fds", "How many files may be open.", most_files),
                ("process_start_time_seconds", "When the process began, in seconds since 1970.", started),
            ],
        })
    }

    pub(super) fn encode(figures: &Figures, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "CPU time, user and system, in seconds.";
        let mut counter = encoder.encode_descriptor("process_cpu_seconds", help, None, MetricType::Counter)?;
        counter.encode_counter::<NoLabelSet, _, f64>(&figures.cpu_seconds, None)?;
        figures.gauges.iter().try_for_each(|(name, help, value)| {
            encoder.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(value)
        })
    }
}
