import Glibc

/// What this process has used so far.
enum ProcessClock {
    /// CPU seconds of all threads, user and system.
    static var cpuSeconds: Double {
        let usage = usage
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Largest resident memory, in bytes.
    static var peakBytes: Int { usage.ru_maxrss * 1_024 }

    private static var usage: rusage {
        var usage = rusage()
        // Fills the structure that it is given.
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
