import Glibc

/// The system has no thread left to give.
package struct ThreadError: Error, CustomStringConvertible {
    /// The system's number for why.
    package var number: Int32

    package var description: String {
        unsafe "Cannot start a thread: \(String(cString: strerror(number))). The limits on threads and memory say how many it gives."
    }
}
