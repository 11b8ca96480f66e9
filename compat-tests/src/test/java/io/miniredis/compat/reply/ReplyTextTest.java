package io.miniredis.compat.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.compat.reply.Reply.Aggregate;
import io.miniredis.compat.reply.Reply.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+OK",
                "-ERR syntax error",
                ":-12",
                "\"a \\\"quoted\\\" \\\\ \\r\\n\\t\\x00\\xff\"",
                "nil",
                "nil-array",
                ",3.25",
                "#t",
                "(12345678901234567890",
                "=txt:\"some text\"",
                "[]",
                "[+OK -\"ERR syntax error\" :1 [\"a\" nil] ~[\"b\"]]",
                "{\"a\" => :1 \"b\" => [#f ,inf]}",
                ">[\"message\" \"channel\" \"text\"]",
                "|{\"ttl\" => :10} \"value\"",
                "closed",
                "silence",
            })
    void isReadAndWrittenAlike(String text) {
        assertEquals(text, ReplyText.parse(text).toString());
    }

    @Property(tries = 300)
    void everyReplySurvivesBeingWritten(@ForAll("replies") Reply reply) {
        assertEquals(reply, ReplyText.parse(ReplyText.format(reply)));
    }

    @Provide
    Arbitrary<Reply> replies() {
        Arbitrary<Reply> scalars = Arbitraries.oneOf(
                text().map(text -> Reply.of(Reply.Type.BULK, text)),
                text().map(text -> Reply.of(Reply.Type.SIMPLE, text)),
                text().map(text -> Reply.of(Reply.Type.ERROR, text)),
                text().map(text -> Reply.of(Reply.Type.VERBATIM, "txt:" + text)),
                Arbitraries.longs().map(value -> Reply.of(Reply.Type.INTEGER, Long.toString(value))),
                Arbitraries.of(
                        Reply.nil(),
                        Reply.nilArray(),
                        Reply.of(Reply.Type.BOOLEAN, "t"),
                        Reply.of(Reply.Type.DOUBLE, "-1e+300")));
        Arbitrary<Reply> aggregates = Arbitraries.lazyOf(() -> scalars, () -> scalars, () -> aggregate(scalars));
        return Arbitraries.lazyOf(() -> scalars, () -> aggregate(aggregates));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().withCharRange((char) 0, (char) 255).ofMaxLength(8);
    }

    private static Arbitrary<Reply> aggregate(Arbitrary<Reply> elements) {
        return Arbitraries.of(Kind.values())
                .flatMap(kind -> elements.list().ofMaxSize(4).map(list -> aggregate(kind, list)));
    }

    private static Reply aggregate(Kind kind, List<Reply> elements) {
        boolean odd = kind == Kind.MAP && elements.size() % 2 == 1;
        return new Aggregate(kind, odd ? elements.subList(1, elements.size()) : elements);
    }
}
