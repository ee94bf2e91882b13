import Basis
import Foundation
import Letters
import Rendering
import Testing

struct NoticeComposerTests {
    private let samples: NoticeSamples

    init() throws {
        samples = try NoticeSamples()
    }

    @Test func `a first notice says what, what it means, whose estimate, and when we speak again`() throws {
        let notice = try samples.compose(NoticeSamples.facts())

        #expect(notice.subject == "Lo estamos investigando: Corte en el alojamiento de OVH")
        #expect(notice.text.contains("Hola, \(Slot.marker("customer")):"))
        #expect(notice.text.contains("esto le afecta a: \(Slot.marker("services"))."))
        #expect(notice.text.contains("OVH ha sufrido un corte de corriente en Francia"))
        #expect(
            notice.text.contains(
                "OVH prevé tenerlo resuelto el 9 de noviembre de 2017 a las 11:00. Es su previsión, no una promesa nuestra."
            )
        )
        #expect(
            notice.text.contains(
                "Volveremos a escribirle el 9 de noviembre de 2017 a las 10:00 como muy tarde"
            )
        )
        #expect(notice.text.contains("Todas las horas son hora de España."))
        #expect(notice.html.contains("<strong>corte de corriente</strong>"))
        #expect(notice.script.contains("¿Ya lo había notado?"))
    }

    @Test func `the same in English is written, not translated`() throws {
        let notice = try samples.compose(NoticeSamples.facts(), .english)

        #expect(notice.subject == "We are investigating: Outage of hosting at OVH")
        #expect(notice.text.contains("OVH expects to have it resolved by 11:00 on 9 November 2017."))
        #expect(
            notice.text.contains("We will write to you again by 10:00 on 9 November 2017, whether or not")
        )
        #expect(notice.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\""))
        #expect(notice.script.contains("Had you noticed already?"))
    }

    @Test func `first notice, update and end open differently and only the ends regret`() throws {
        let first = try samples.compose(NoticeSamples.facts())
        let update = try samples.compose(NoticeSamples.facts(stage: .identified, isFirst: false))
        let end = try samples.compose(
            NoticeSamples.facts(stage: .resolved, isFirst: false, estimate: nil, nextUpdate: nil)
        )

        #expect(first.text.contains("Queremos que lo sepa por nosotros, y cuanto antes"))
        #expect(update.text.contains("Le contamos cómo va el problema del que le avisamos."))
        #expect(
            end.text.contains("Ya está resuelto: lo que había dejado de funcionar vuelve a estar en marcha.")
        )
        #expect(
            end.text.contains("a las 8:12 y terminó a las 9:10: ha durado 58 min.")
        )
        #expect(end.script.contains("¿Le funciona ya todo?"))
        #expect(first.text.contains("Lo sentimos."))
        #expect(!update.text.contains("Lo sentimos."))
        #expect(end.text.contains("Lo sentimos."))
        #expect(!update.script.contains("¿Ya lo había notado?"))
    }

    @Test(arguments: NoticeFacts.Origin.allCases)
    func `whatever the origin, the duty is ours`(origin: NoticeFacts.Origin) throws {
        let notice = try samples.compose(NoticeSamples.facts(origin: origin, stage: .identified))

        #expect(notice.text.contains("ante usted"))
        #expect(notice.script.contains("ante usted"))
    }

    @Test func `an estimate of our own is a promise, and no estimate is said to be none`() throws {
        let ours = NoticeFacts.Estimate(at: NoticeSamples.now + .minutes(110))

        let promised = try samples.compose(NoticeSamples.facts(estimate: ours))
        let unknown = try samples.compose(NoticeSamples.facts(estimate: nil))
        let past = try samples.compose(
            NoticeSamples.facts(estimate: NoticeFacts.Estimate(at: NoticeSamples.now))
        )

        #expect(
            promised.text.contains(
                "Esperamos que esté resuelto el 9 de noviembre de 2017 a las 11:00 como muy tarde."
            )
        )
        #expect(!promised.text.contains("OVH prevé"))
        for notice in [unknown, past] {
            #expect(notice.text.contains("Todavía no podemos decirle cuándo estará resuelto"))
            #expect(notice.script.contains("no quiero darle una hora que no podamos cumplir"))
        }
    }

    @Test(arguments: Fact.Choice.allCases)
    func `what is known of data is said as it is`(choice: Fact.Choice) throws {
        let sheet = FactSheet([
            Fact(id: Fact.Name.dataExposed, type: .choice, value: choice.rawValue),
            Fact(id: Fact.Name.dataLost, type: .choice, value: choice.rawValue),
        ])

        let notice = try samples.compose(NoticeSamples.facts(sheet: sheet))
        let silent = try samples.compose(NoticeSamples.facts())

        let sentence =
            switch choice {
            case .yes: "Han quedado expuestos datos de clientes."
            case .no: "No han quedado expuestos datos de clientes."
            case .unknown: "Todavía no sabemos si han quedado expuestos datos de clientes."
            }
        #expect(notice.text.contains(sentence))
        #expect(notice.script.contains(sentence))
        #expect(!silent.text.contains("datos de clientes"))
        #expect(!silent.script.contains("datos"))
    }

    @Test func `facts are told in the words in which they were stated`() throws {
        let sheet = FactSheet([
            Fact(id: Fact.Name.cause, type: .text, text: LocalizedText([.spanish: "un corte de corriente"])),
            Fact(id: Fact.Name.workaround, type: .text, text: LocalizedText([.spanish: "Use el móvil."])),
            Fact(
                id: Fact.Name.dataExposed,
                type: .choice,
                value: "no",
                text: LocalizedText([.spanish: "Sus datos están a salvo."])
            ),
        ])

        let notice = try samples.compose(NoticeSamples.facts(sheet: sheet))

        #expect(notice.text.contains("La causa: un corte de corriente."))
        #expect(!notice.text.contains("Todavía no conocemos la causa"))
        #expect(notice.text.contains("QUÉ PUEDE HACER\n\nUse el móvil."))
        #expect(notice.text.contains("Sus datos están a salvo."))
        #expect(!notice.text.contains("No han quedado expuestos"))
        #expect(notice.script.contains("Lo que puede hacer: Use el móvil."))
    }

    @Test func `an unknown cause is said to be unknown, and never guessed at`() throws {
        let unknown = "Todavía no conocemos la causa."
        let sheet = FactSheet([Fact(id: Fact.Name.cause, type: .choice, value: Fact.Choice.unknown.rawValue)])

        let noOrigin = try samples.compose(NoticeSamples.facts(origin: .unknown))
        let stated = try samples.compose(NoticeSamples.facts(origin: .upstream, sheet: sheet))
        let silent = try samples.compose(NoticeSamples.facts(origin: .upstream))
        let afterwards = try samples.compose(NoticeSamples.facts(origin: .unknown, stage: .resolved))

        #expect(noOrigin.text.contains(unknown))
        #expect(stated.text.contains(unknown))
        #expect(afterwards.text.contains(unknown))
        // The message names the cause itself.
        #expect(!silent.text.contains(unknown))
    }

    @Test func `who is not hurt is told so and asked nothing`() throws {
        let notice = try samples.compose(NoticeSamples.facts(reach: .none))

        #expect(notice.subject == "No le afecta: Corte en el alojamiento de OVH")
        #expect(notice.text.contains("No tiene que hacer nada."))
        for reading in notice.readings { #expect(!reading.contains(Slot.marker("services"))) }
        #expect(!notice.script.contains("¿Ya lo había notado?"))
        #expect(!notice.text.contains("Lo sentimos"))
    }

    @Test
    func `the frame is English where the program does not speak the language, the message stays theirs`()
        throws
    {
        let portuguese = try #require(Language("pt"))
        let message = LocalizedText([portuguese: "A rede está em baixo.", .english: "The network is down."])

        let notice = try samples.compose(NoticeSamples.facts(message: message), portuguese)
        let fallen = try samples.compose(
            NoticeSamples.facts(message: LocalizedText([.spanish: "La red."])),
            .english
        )

        #expect(notice.language == .english)
        #expect(notice.writtenIn == portuguese)
        #expect(notice.html.contains("<div class=\"message\" lang=\"pt\">\n<p>A rede está em baixo.</p>"))
        #expect(fallen.writtenIn == .spanish)
        #expect(fallen.html.contains("<div class=\"message\" lang=\"es\">"))
    }

    @Test func `what people typed cannot name a slot nor break the page`() throws {
        let attack = "<script>alert(1)</script> \(Slot.marker("customer")) \"quoted\""
        let facts = NoticeSamples.facts(
            title: LocalizedText([.spanish: attack]),
            message: LocalizedText([.spanish: attack]),
            sheet: FactSheet([Fact(id: Fact.Name.cause, type: .text, text: LocalizedText([.spanish: attack]))]
            )
        )

        let notice = try samples.compose(facts)

        #expect(!notice.html.contains("<script"))
        #expect(!notice.subject.contains("\u{E000}"))
        #expect(SegmentedText(marked: notice.html).segments.count { $0 == .slot("customer") } == 1)
    }

    @Test func `readers are asked to answer only where their link takes it`() throws {
        let mute = try samples.compose(NoticeSamples.facts())
        let asking = try samples.compose(NoticeSamples.facts(linkTakesAnswers: true))
        let update = try samples.compose(NoticeSamples.facts(isFirst: false, linkTakesAnswers: true))

        let question = "¿Lo había notado antes de que le avisáramos?"
        #expect(!mute.text.contains(question))
        #expect(mute.text.contains("Lo último que sabemos está siempre aquí:"))
        #expect(asking.text.contains(question))
        #expect(asking.html.contains("Ver cómo va y contestar"))
        #expect(!update.text.contains(question))
    }

    @Test func `the zone decides the hour, and Spanish says la una`() throws {
        let canary = try #require(TimeZone(identifier: "Atlantic/Canary"))
        let facts = NoticeSamples.facts(nextUpdate: NoticeSamples.now + .hours(4))

        let there = try samples.compose(facts, zone: canary)
        let atOne = try samples.compose(NoticeSamples.facts(nextUpdate: NoticeSamples.now + .hours(16)))

        #expect(there.text.contains("Volveremos a escribirle el 9 de noviembre de 2017 a las 12:10"))
        #expect(there.text.contains("Todas las horas son hora de Canarias."))
        #expect(atOne.text.contains("Volveremos a escribirle el 10 de noviembre de 2017 a la 1:10"))
        #expect(atOne.script.contains("el 10 de noviembre de 2017 a la 1:10"))
        #expect(there.script.contains("Volveremos a informarle a las 12:10 como muy tarde"))
    }
}
