/// What `ChunkReader` reads from; the product's own sources need libraries that the fuzzer does without.
package protocol ByteSource {
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int
}
