extension SyntheticCalls {
    /// One call before it is written.
    struct Call {
        var number: Int
        /// Two words of the call id.
        var id: (UInt64, UInt64)
        var customer: Int
        var supplier: Int
        /// Milliseconds since 1970-01-01T00:00:00Z.
        var startMilliseconds: Int
        var durationSeconds: Int
        var sipCode: Int
        var calledEntry: Int
        var callingEntry: Int
        /// Random digits for both numbers, taken from the lowest.
        var calledTail: UInt64
        var callingTail: UInt64
        var isAnonymous: Bool
        /// 10.0.0.0 plus this.
        var address: Int
    }

    private static let failures = [404, 480, 486, 487, 503, 408]

    /// The ordinary call of number `index`.
    func call(_ index: Int) -> Call {
        var random = SeededGenerator(seed: carrier.seed, .call, index)
        let customer = skewed(&random, count: carrier.customers.count)
        let destination = destination(ofCustomer: customer, &random)
        let entries = carrier.entriesByDestination[destination]
        let due = profile.milliseconds(ofCall: index, of: count)
        let answered = random.below(100) >= 35
        let home = carrier.entriesByDestination[home(ofCustomer: customer)]
        return Call(
            number: index,
            id: (random.next(), random.next()),
            customer: customer,
            supplier: supplier(forDestination: destination, &random),
            startMilliseconds: carrier.firstDay * 86_400_000
                + min(due + random.below(120_000), carrier.days * 86_400_000 - 1),
            durationSeconds: answered ? duration(&random) : 0,
            sipCode: answered ? 200 : SyntheticCalls.failures[random.below(SyntheticCalls.failures.count)],
            calledEntry: entries[random.below(entries.count)],
            callingEntry: home[random.below(home.count)],
            calledTail: random.next(),
            callingTail: random.next(),
            isAnonymous: random.below(100) == 0,
            address: customer * 4 + random.below(4))
    }

    /// A few customers make most of the calls: the square of an even draw.
    private func skewed(_ random: inout SeededGenerator, count: Int) -> Int {
        let draw = random.next() >> 32
        return Int((((draw * draw) >> 32) * UInt64(count)) >> 32)
    }

    /// A customer calls 4 to 32 destinations, some far more than others.
    private func destination(ofCustomer customer: Int, _ random: inout SeededGenerator) -> Int {
        var own = SeededGenerator(seed: carrier.seed, .route, customer)
        let routes = 4 + own.below(SyntheticCalls.routesMax - 3)
        let rank = routeShares.position(random.next(), among: routes)
        var route = SeededGenerator(seed: carrier.seed, .route, customer, 1 + rank)
        return carrier.destinationShares.position(route.next())
    }

    private func home(ofCustomer customer: Int) -> Int {
        var own = SeededGenerator(seed: carrier.seed, .route, customer, -1)
        return carrier.destinationShares.position(own.next())
    }

    /// Three suppliers carry a destination: seven, two and one of ten calls.
    private func supplier(forDestination destination: Int, _ random: inout SeededGenerator) -> Int {
        let draw = random.below(10)
        var own = SeededGenerator(seed: carrier.seed, .route, -1 - destination, draw < 7 ? 0 : draw < 9 ? 1 : 2)
        return own.below(carrier.suppliers.count)
    }

    /// Seconds: log-normal with a median of 74 and a spread of 1.2 (natural logarithm), from 1 to 14,400. The normal
    /// draw is a sum of twelve even ones.
    private func duration(_ random: inout SeededGenerator) -> Int {
        var sum = 0
        for _ in 0..<3 {
            let word = random.next()
            sum += Int(word & 0xFFFF) + Int(word >> 16 & 0xFFFF) + Int(word >> 32 & 0xFFFF) + Int(word >> 48)
        }
        // The sum has mean 6 and deviation 1 in units of 65,536; 1.2 / ln 2 = 1.7312 doublings, of 64 parts each.
        let parts = ((sum - 6 * 65_535) * 1_108) / 655_360
        let seconds = PowersOfTwo.scaled(74, sixtyFourths: 16 * 64 + parts) >> 16
        return min(max(seconds, 1), 14_400)
    }
}
