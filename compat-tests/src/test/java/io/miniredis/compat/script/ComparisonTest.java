package io.miniredis.compat.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.reply.ReplyText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison EXACT = Comparison.EXACT;

    @Test
    void exactRepliesDifferByTypeAsWellAsByText() {
        assertTrue(same(EXACT, "\"OK\"", "\"OK\""));
        assertFalse(same(EXACT, "\"OK\"", "+OK"));
        assertFalse(same(EXACT, "nil", "nil-array"));
        assertFalse(same(EXACT, "[\"a\"]", "~[\"a\"]"));
        assertFalse(same(EXACT, "-ERR one", "-ERR two"));
        assertFalse(same(EXACT, "[\"a\" \"b\"]", "[\"b\" \"a\"]"));
    }

    @Test
    void unorderedElementsMayComeInAnyOrderButMustBeTheSame() {
        Comparison unordered = EXACT.unordered();
        assertTrue(same(unordered, "[\"a\" \"b\" \"b\"]", "[\"b\" \"a\" \"b\"]"));
        assertFalse(same(unordered, "[\"a\" \"b\" \"b\"]", "[\"b\" \"a\" \"a\"]"));
        assertTrue(same(unordered, "{\"a\" => :1 \"b\" => :2}", "{\"b\" => :2 \"a\" => :1}"));
        assertFalse(same(unordered, "{\"a\" => :1 \"b\" => :2}", "{\"b\" => :1 \"a\" => :2}"));
        assertTrue(same(unordered, "[\"0\" [\"a\" \"b\"]]", "[\"0\" [\"b\" \"a\"]]"));
    }

    @Test
    void roundedNumbersMayDifferByTheTolerance() {
        Comparison rounded = EXACT.rounded(0.5);
        assertTrue(same(rounded, "[:10 \"1.25\" ,2.5]", "[:10 \"1.75\" ,2]"));
        assertFalse(same(rounded, ":10", ":11"));
        assertFalse(same(rounded, ":10", "\"10\""));
        assertFalse(same(rounded, "\"ten\"", "\"eleven\""));
    }

    @Test
    void numbersBelowZeroAreAnswersWhereWholeOnesMayDiffer() {
        Comparison seconds = EXACT.rounded(5);
        assertTrue(same(seconds, ":10", ":7"));
        assertTrue(same(seconds, ":-1", ":-1"));
        assertFalse(same(seconds, ":3", ":-1"));
        assertFalse(same(seconds, ":-2", ":-1"));
        assertTrue(same(EXACT.rounded(0.5), "\"-10\"", "\"-10.25\""));
    }

    @Test
    void errorsMayBeComparedByTheirCodeAlone() {
        Comparison code = EXACT.errorCode();
        assertTrue(same(code, "-ERR one", "-ERR two"));
        assertFalse(same(code, "-ERR one", "-WRONGTYPE one"));
        assertFalse(same(code, "-ERR one", "+ERR"));
    }

    @Test
    void shapesAreTypesAndSizes() {
        Comparison shape = EXACT.shape();
        assertTrue(same(shape, "[\"a\" :1]", "[\"b\" :2]"));
        assertFalse(same(shape, "[\"a\" :1]", "[\"b\" \"2\"]"));
        assertFalse(same(shape, "[\"a\" :1]", "[\"b\"]"));
    }

    @Test
    void fieldsAreFoundInMapsPairsLinesAndWords() {
        Comparison fields = EXACT.fields(List.of("b"));
        assertTrue(same(fields, "\"b:2 \"", "\"# Title\\r\\na:1\\r\\nb:2\\r\\n\""));
        assertTrue(same(fields, "\"b=2 \"", "\"a=1 b=2 bb=3\\n\""));
        assertTrue(same(fields, "{\"b\" => :2}", "{\"a\" => :1 \"b\" => :2}"));
        assertFalse(same(fields, "[\"b\" :2]", "[\"a\" :1 \"b\" :3]"));
        assertFalse(same(fields, "=txt:\"b:2 \"", "=txt:\"b:3\\r\\n\""));
    }

    @Test
    void aPartIsPickedOutOfTheReply() {
        Comparison part = EXACT.part(List.of(1, 0));
        assertTrue(same(part, "\"b\"", "[\"a\" [\"b\" \"c\"]]"));
        assertFalse(same(part, "\"b\"", "[\"a\" [\"c\" \"b\"]]"));
    }

    @Test
    void anythingWillDoIfTheReplyIsIgnored() {
        assertTrue(same(EXACT.ignored(), "\"a\"", "-ERR wrong"));
    }

    @Test
    void whatARecordingKeepsIsAcceptedAgain() {
        Reply reply = ReplyText.parse("[\"b\" \"a\" [\"d\" \"c\"]]");
        Comparison unordered = EXACT.unordered();
        Reply kept = unordered.essence(reply);
        assertEquals("[\"a\" \"b\" [\"c\" \"d\"]]", kept.toString());
        assertTrue(unordered.accepts(kept, reply));
    }

    private static boolean same(Comparison comparison, String wanted, String reply) {
        return comparison.accepts(ReplyText.parse(wanted), ReplyText.parse(reply));
    }
}
