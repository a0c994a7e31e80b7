//! Metrics of the process, under the names that Prometheus defines for them.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

/// What the system knows of the process; nothing outside of Linux.
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
        // Without /proc there are no such metrics.
        linux::read().map_or(Ok(()), |metrics| linux::encode(&metrics, encoder))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fmt;

    use procfs::process::LimitValue;
    use procfs::{ProcResult, WithCurrentSystemInfo};
    use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
    use prometheus_client::metrics::MetricType;

    pub(super) struct ProcessMetrics {
        cpu_seconds: f64,
        gauges: [(&'static str, &'static str, f64); 6],
    }

    #[allow(clippy::cast_precision_loss, reason = "numbers of this size are exact, or need not be")]
    pub(super) fn read() -> ProcResult<ProcessMetrics> {
        let process = procfs::process::Process::myself()?;
        let stat = process.stat()?;
        let ticks = procfs::ticks_per_second() as f64;
        let max_files = match process.limits()?.max_open_files.soft_limit {
            LimitValue::Unlimited => f64::INFINITY,
            LimitValue::Value(limit) => limit as f64,
        };
        let started = procfs::boot_time_secs()? as f64 + stat.starttime as f64 / ticks;
        Ok(ProcessMetrics {
            cpu_seconds: (stat.utime + stat.stime) as f64 / ticks,
            gauges: [
                ("process_resident_memory_bytes", "Resident memory, in bytes.", stat.rss_bytes().get() as f64),
                ("process_virtual_memory_bytes", "Address space, in bytes.", stat.vsize as f64),
                ("process_threads", "Threads.", stat.num_threads as f64),
                ("process_open_fds", "Open files.", process.fd_count()? as f64),
                ("process_max_fds", "The limit of open files.", max_files),
                ("process_start_time_seconds", "Start time of the process, in seconds since 1970.", started),
            ],
        })
    }

    pub(super) fn encode(metrics: &ProcessMetrics, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "CPU time, user and system, in seconds.";
        let mut counter = encoder.encode_descriptor("process_cpu_seconds", help, None, MetricType::Counter)?;
        counter.encode_counter::<NoLabelSet, _, f64>(&metrics.cpu_seconds, None)?;
        metrics.gauges.iter().try_for_each(|(name, help, value)| {
            encoder.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(value)
        })
    }
}
