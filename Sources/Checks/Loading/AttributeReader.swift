import Documents
import Expressions
import ServiceModels

/// Builds the attributes and the listing of one resource type, and proves them.
struct AttributeReader {
    let registry: Registry
    let draft: ResourceDraft
    let mistakes: Mistakes
    private var reader: ExpressionReader { ExpressionReader(mistakes: mistakes) }
    private var scope: Typed { Typed(.resource(draft.id, .listed)) }

    init(registry: Registry, draft: ResourceDraft, mistakes: Mistakes) {
        self.registry = registry
        self.draft = draft
        self.mistakes = mistakes
    }

    private func check(_ node: YAML.Node, _ expression: Expression, on current: Typed) -> Typed {
        TypeChecker(registry: registry, mistakes: mistakes, node: node, variables: Registry.everywhere)
            .type(of: expression.root, on: current)
    }

    func patterns(on scope: Typed) -> PatternReader {
        PatternReader(
            registry: registry, mistakes: mistakes, scope: scope, variables: Registry.everywhere,
            names: draft.names(registry))
    }

    /// The attribute that `draft` writes.
    func read(_ draft: AttributeDraft) -> AttributeDraft.Built {
        if draft.node["call"] != nil { return call(draft) }
        if draft.node["join"] != nil { return join(draft) }
        return derived(draft)
    }

    private func built(
        _ draft: AttributeDraft, _ kind: Attribute.Kind?, _ typed: Typed, vanishes: Bool = false
    )
        -> AttributeDraft.Built
    {
        AttributeDraft.Built(
            attribute: kind.map { Attribute(name: draft.name, kind: $0, place: mistakes.place(draft.key)) },
            typed: typed, vanishes: vanishes)
    }

    // MARK: calls

    private func call(_ attribute: AttributeDraft) -> AttributeDraft.Built {
        let node = attribute.node
        let when = condition(node["when"])
        guard let asked = registry.operation(node["call"]!, mistakes) else {
            _ = reader.expression(node["pick"])
            return built(attribute, nil, .wrong)
        }
        var asking = CallReader(registry: registry, mistakes: mistakes, asked: asked)
        asking.read(node)
        let with = patterns(on: scope).parameters(node["with"], of: asked, at: node)
        var base = Typed(asked.operation.output.map { StaticType($0, .none) } ?? .record([:]))
        let pick = reader.expression(node["pick"])
        if let pick { base = check(node["pick"]!, pick, on: base) }
        let entry = node["entry"].flatMap { self.entry($0, &base) }
        var corrections = CorrectionsReader(mistakes: mistakes)
        corrections.read(node, about: base.type)
        var typed = corrected(base, corrections.corrections)
        if node["entry"] != nil { typed.canBeAbsent = false }
        if corrections.corrections.promisesMembers { typed.canBeAbsent = false }
        if node["no_entry"] != nil || node["when"] != nil || node["absent_on"] != nil
            || with.requiredCanBeAbsent
        {
            typed.canBeAbsent = true
        }
        if node["no_entry"] != nil, node["entry"] == nil {
            mistakes.add(node["no_entry"]!, "'no_entry' says something of an 'entry', and there is none")
        }
        let read = Read(
            service: asked.model.name, operation: asked.operation.name, with: with.parameters,
            paging: asking.paging,
            pick: pick, entry: entry, isMissingEntryAbsent: node.text("no_entry") == "absent",
            batch: asking.batch(node, asked), types: corrections.types, always: corrections.always,
            absentOn: asking.absentOn, goneOn: asking.goneOn, when: when, permission: node.text("permission"),
            place: mistakes.place(node))
        return built(attribute, .read(read), typed, vanishes: node["gone_on"] != nil)
    }

    private func corrected(_ base: Typed, _ corrections: Corrections) -> Typed {
        if let type = corrections.type { return Typed(StaticType(type), canBeAbsent: base.canBeAbsent) }
        switch base.type {
        case .shape(let shape, _): return Typed(StaticType(shape, corrections), canBeAbsent: base.canBeAbsent)
        case .list(let element):
            guard let inner = corrections.elements else { return base }
            return Typed(.list(corrected(element, inner)), canBeAbsent: base.canBeAbsent)
        case .record(let members):
            var members = members
            for (name, inner) in corrections.members {
                guard let member = members[name] else { continue }
                members[name] = Typed(
                    corrected(member, inner).type, canBeAbsent: member.canBeAbsent && !inner.isAlways)
            }
            return Typed(.record(members), canBeAbsent: base.canBeAbsent)
        default: return base
        }
    }

    private func entry(_ node: YAML.Node, _ base: inout Typed) -> Read.Entry? {
        if node.isText {
            guard let pattern = patterns(on: scope).text(node) else { return nil }
            if let value = base.type.value {
                base = value.within(base)
            } else {
                mistakes.add(
                    node, "'entry' looks up a key in a map, and this is \(base.type.words)",
                    hint: base.type.element == nil ? nil : "{Member: value} finds an element of a list")
                base = .wrong
            }
            return .key(pattern)
        }
        guard let members = node.members, members.count == 1,
            let pattern = patterns(on: scope).text(members[0].value)
        else {
            mistakes.add(node, "'entry' names one member: {Member: value}")
            return nil
        }
        guard let element = base.type.element else {
            mistakes.add(node, "'entry' finds an element of a list, and this is \(base.type.words)")
            base = .wrong
            return nil
        }
        let name = members[0].key.text!
        let checker = TypeChecker(
            registry: registry, mistakes: mistakes, node: members[0].key, variables: [:])
        if let expression = reader.expression(members[0].key) {
            _ = checker.type(of: expression.root, on: element.present)
        }
        base = element
        return .element(member: name, value: pattern)
    }

    // MARK: conditions

    private func condition(_ node: YAML.Node?) -> ScopedExpression? {
        guard let node, let expression = reader.expression(node) else { return nil }
        let typed = check(node, expression, on: scope)
        switch typed.type {
        case .resource, .resources:
            mistakes.add(node, "'when' wants a boolean, and this is \(typed.type.words)")
        default: break
        }
        return ScopedExpression(expression)
    }

    // MARK: joins

    private func join(_ attribute: AttributeDraft) -> AttributeDraft.Built {
        let node = attribute.node
        let type = node.text("join") ?? ""
        let when = condition(node["when"])
        guard let other = registry.drafts[type] else {
            mistakes.add(
                node["join"] ?? node, "there is no resource type '\(type)'",
                hint: suggestion(for: type, among: registry.ids))
            return built(attribute, nil, .wrong)
        }
        if node["ref"] != nil, node["where"] != nil {
            mistakes.add(node["where"]!, "a join has 'ref' or 'where', not both")
        }
        if let first = node["first"], node["ref"]?.text == nil {
            mistakes.add(first, "'first' takes the first of a list that 'ref' gives")
        }
        var isAbsent = when != nil
        var isSingle = false
        var reach = StaticType.Reach.listed
        let kind: Join.Kind
        if let ref = node["ref"], ref.isText {
            guard let expression = reader.expression(ref) else { return built(attribute, nil, .wrong) }
            let typed = check(ref, expression, on: scope)
            if typed.type.isWrong { return built(attribute, nil, .wrong) }
            reach = .reference
            let first = node.text("first") == "true"
            isSingle = first || typed.type.element == nil || typed.type.isOpen
            if case .list(let element) = typed.type {
                if !element.type.isText { wrongReference(ref, element.type) }
            } else {
                if !typed.type.isText { wrongReference(ref, typed.type) }
                if first, !typed.type.isOpen {
                    mistakes.add(ref, "'first' wants a list, and this is \(typed.type.words)")
                }
            }
            isAbsent = isAbsent || typed.canBeAbsent || first
            kind = .reference(ScopedExpression(expression), first: first)
        } else if let ref = node["ref"] {
            reach = .reference
            var references = [(name: String, expression: ScopedExpression)]()
            for (key, value) in ref.pairs {
                guard let expression = reader.expression(value) else { continue }
                let typed = check(value, expression, on: scope)
                if !typed.type.isText { wrongReference(value, typed.type) }
                references.append((key.text!, ScopedExpression(expression)))
            }
            kind = .references(references)
        } else if let pairs = node["where"]?.pairs {
            if other.node["list"] == nil {
                mistakes.add(node["where"]!, "there is one \(type), which no 'where' chooses")
            }
            var matches = [(theirs: ScopedExpression, mine: Pattern)]()
            for (key, value) in pairs {
                let mine = patterns(on: scope).text(value)
                guard let theirs = reader.expression(key) else { continue }
                _ = check(key, theirs, on: Typed(.resource(type, .listed)))
                if let mine { matches.append((ScopedExpression(theirs), mine)) }
            }
            kind = .matching(matches)
        } else {
            kind = .all
            isSingle = other.node["list"] == nil
        }
        let vanishes = other.node["probe"] != nil || other.attributes.contains { $0.node["gone_on"] != nil }
        if isSingle, reach == .reference, vanishes { isAbsent = true }
        let join = Join(type: type, kind: kind, when: when, isSingle: isSingle)
        let typed = Typed(isSingle ? .resource(type, reach) : .resources(type, reach), canBeAbsent: isAbsent)
        return built(attribute, .join(join), typed)
    }

    private func wrongReference(_ node: YAML.Node, _ type: StaticType) {
        mistakes.add(node, "a reference is text, and this is \(type.words)")
    }

    // MARK: what is derived

    private func derived(_ attribute: AttributeDraft) -> AttributeDraft.Built {
        guard let node = attribute.node["value"], let expression = reader.expression(node) else {
            return built(attribute, nil, .wrong)
        }
        var typed = check(node, expression, on: scope)
        var type: ValueType?
        if let written = attribute.node["as"], let declared = ValueType(written) {
            type = declared
            if !declared.corrects(typed.type) {
                mistakes.add(written, "this is \(typed.type.words), which is never read as such a type")
            }
            if !typed.type.isWrong { typed.type = StaticType(declared) }
        }
        return built(attribute, .derived(value: ScopedExpression(expression), type: type), typed)
    }

    // MARK: lists

    /// The listing that `node` writes.
    func list(_ node: YAML.Node) -> ResourceDraft.BuiltListing? {
        let parent = node.text("of")
        if let parent, registry.drafts[parent] == nil {
            mistakes.add(
                node["of"]!, "there is no resource type '\(parent)'",
                hint: suggestion(for: parent, among: registry.ids))
            return nil
        }
        let parentType = parent.map { Typed(.resource($0, .listed)) }
        guard let eachNode = node["each"] else { return nil }
        guard let each = reader.expression(eachNode) else { return nil }
        var base: Typed
        var source: Listing.Source = .attribute
        var asking: (Asked, CallReader, PatternReader.Parameters)?
        if let call = node["call"] {
            guard let asked = registry.operation(call, mistakes) else { return nil }
            var reading = CallReader(registry: registry, mistakes: mistakes, asked: asked)
            reading.read(node)
            let scope = Typed(.record(parentType.map { ["parent": $0] } ?? [:]))
            let with = patterns(on: scope).parameters(node["with"], of: asked, at: node)
            asking = (asked, reading, with)
            base = Typed(asked.operation.output.map { StaticType($0, .none) } ?? .record([:]))
        } else {
            guard let parentType else {
                mistakes.add(node, "a list has a 'call', or is 'of' another resource type")
                return nil
            }
            for key in ["with", "paging", "absent_on", "gone_on", "permission"] {
                if let written = node[key] {
                    mistakes.add(written, "'\(key)' belongs to a call, and there is none")
                }
            }
            base = parentType
        }
        let found = check(eachNode, each, on: base)
        guard let element = found.type.element else {
            mistakes.add(eachNode, "'each' wants a list, and this is \(found.type.words)")
            return nil
        }
        var item = element.present
        if let named = node.text("named") {
            if !item.type.isText {
                mistakes.add(
                    node["named"]!, "'named' is for elements that are text; these are \(item.type.words)")
            }
            item = Typed(.record([named: Typed(item.type)]))
        } else if case .string = item.type {
            mistakes.add(
                node, "the elements are text, and nothing says what one is called", hint: "add 'named: …'")
        }
        var corrections = CorrectionsReader(mistakes: mistakes)
        corrections.read(node, about: item.type)
        item = merged(item, corrections.corrections)
        if let (asked, reading, with) = asking {
            source = .call(
                Read(
                    service: asked.model.name, operation: asked.operation.name, with: with.parameters,
                    paging: reading.paging, pick: nil, entry: nil, isMissingEntryAbsent: false, batch: nil,
                    types: corrections.types, always: corrections.always, absentOn: reading.absentOn,
                    goneOn: reading.goneOn, when: nil, permission: node.text("permission"),
                    place: mistakes.place(node)))
        }
        let listing = Listing(
            source: source, each: ScopedExpression(each), named: node.text("named"), parent: parent)
        return ResourceDraft.BuiltListing(listing: listing, item: item)
    }

    /// An element of a parent's attribute keeps what is said there, unless more is said here.
    private func merged(_ item: Typed, _ corrections: Corrections) -> Typed {
        if corrections.type == nil, corrections.members.isEmpty, corrections.elements == nil { return item }
        return corrected(item, corrections)
    }
}
