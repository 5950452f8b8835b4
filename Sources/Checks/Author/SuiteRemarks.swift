public import Documents
import Expressions
import Findings

extension CheckLibrary {
    /// What a suite that ships should mend, beyond what makes it load: checks without a case for pass, fail and
    /// unknown, fixes that no case plans, attributes that nothing reads. Wants a library loaded with its tests.
    public var remarks: [Diagnostic] {
        var remarks = [Diagnostic]()
        for check in checks.values.sorted(by: { $0.id < $1.id }) {
            let cases = tests[check.id]?.cases ?? []
            guard !cases.isEmpty else {
                remarks.append(check.place.mistake("the check has no case"))
                continue
            }
            let statuses = Set(cases.flatMap(\.expected).map(\.status))
            if case .assert = check.question {
                for status in [Status.pass, .fail, .unknown] where !statuses.contains(status) {
                    remarks.append(tests[check.id]!.place.mistake("no case expects \(status.rawValue)"))
                }
            }
            let planned = Set(cases.flatMap(\.fixes.keys))
            for fix in check.fixes where !planned.contains(fix.name) {
                remarks.append(fix.place.mistake("no case plans the fix '\(fix.name)'"))
            }
        }
        for type in resourceTypes.values.sorted(by: { $0.id < $1.id }) {
            let used = usedNames
            for attribute in type.attributes
            where !used.contains(attribute.name) && type.probe != attribute.name {
                remarks.append(
                    attribute.place.mistake("nothing reads the attribute '\(attribute.name)' of \(type.id)"))
            }
        }
        return remarks
    }

    /// Every name that a path of an expression steps through.
    private var usedNames: Set<String> {
        var names = Set<String>()
        func add(_ reads: [[String]]) { for read in reads { names.formUnion(read) } }
        func add(_ expression: ScopedExpression?) {
            guard let expression else { return }
            add(expression.reads)
            for reads in expression.variableReads.values { add(reads) }
        }
        func add(_ pattern: Pattern) {
            switch pattern {
            case .template(_, let reads, let variables):
                add(reads)
                for reads in variables.values { add(reads) }
            case .list(let parts): for part in parts { add(part) }
            case .map(let parts): for part in parts { add(part.pattern) }
            }
        }
        func add(_ operand: Comparison.Operand) {
            switch operand {
            case .pattern(let pattern): add(pattern)
            case .list(let parts): for part in parts { add(part) }
            case .literal, .variable: break
            }
        }
        func add(_ assertion: Assertion?) {
            guard let assertion else { return }
            if let reason = assertion.reason { add(reason) }
            switch assertion.kind {
            case .all(let parts), .any(let parts): for part in parts { add(part) }
            case .not(let part): add(part)
            case .quantifier(_, let list, let that, let condition):
                add(list)
                add(that)
                add(condition)
            case .value(let expression, let comparison):
                add(expression)
                add(comparison.operand)
            case .allows(let question), .denies(let question):
                for policies in question.policies { add(policies) }
            }
        }
        for check in checks.values {
            add(check.applies)
            if case .assert(let assertion) = check.question { add(assertion) }
            for shown in check.show { add(shown.expression) }
            for fix in check.fixes {
                for call in [fix.call, fix.undo].compactMap({ $0 }) {
                    for part in call.with { add(part.pattern) }
                }
            }
        }
        for type in resourceTypes.values {
            add(type.region)
            add(Pattern(type.name))
            add(Pattern(type.arn))
            if let list = type.list {
                add(list.each)
                if case .call(let read) = list.source { for part in read.with { add(part.pattern) } }
            }
            for attribute in type.attributes {
                switch attribute.kind {
                case .read(let read):
                    for part in read.with { add(part.pattern) }
                    add(read.when)
                case .derived(let value, _): add(value)
                case .join(let join):
                    add(join.when)
                    switch join.kind {
                    case .reference(let expression, _): add(expression)
                    case .references(let all): for one in all { add(one.expression) }
                    case .matching(let all):
                        for one in all {
                            add(one.theirs)
                            add(one.mine)
                        }
                    case .all: break
                    }
                }
            }
        }
        return names
    }
}
