import Glibc

// What looks like a leak to AddressSanitizer and is none, unless it is told by address.c: a tree that is held to the end. With
// `fault` memory is read that was given back, which is a mistake.
indirect enum Tree { case leaf(Int), one(Tree), two(Tree, Tree) }

func grow(_ height: Int) -> Tree {
    height == 0 ? .leaf(7) : height % 2 == 0 ? .one(grow(height - 1)) : .two(grow(height - 1), .leaf(height))
}

var tree = grow(8)
if CommandLine.arguments.contains("fault") {
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    memory.initialize(to: 7)
    memory.deallocate()
    print(memory.pointee)
}
if case .leaf = tree { exit(1) }
exit(0)
