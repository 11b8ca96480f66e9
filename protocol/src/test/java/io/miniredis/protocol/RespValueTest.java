package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue.Array;
import io.miniredis.protocol.RespValue.Bulk;
import io.miniredis.protocol.RespValue.Entry;
import io.miniredis.protocol.RespValue.IntegerValue;
import io.miniredis.protocol.RespValue.MapValue;
import io.miniredis.protocol.RespValue.Null;
import io.miniredis.protocol.RespValue.Push;
import io.miniredis.protocol.RespValue.SetValue;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values look as redis-cli prints them on a terminal. */
class RespValueTest {
    private static final RespValue ONE = new IntegerValue(1);

    @Test
    void scalars() {
        assertEquals("OK", new RespValue.SimpleString("OK").toString());
        assertEquals("(error) ERR no", new RespValue.ErrorValue("ERR no").toString());
        assertEquals("ERR", new RespValue.ErrorValue("ERR no").code());
        assertEquals("(integer) 1", ONE.toString());
        assertEquals("\"a\\r\\n\\xff\"", new Bulk(ByteString.wrap(Wire.bytes("a\r\n\377"))).toString());
        assertEquals("(nil)", Null.BULK.toString());
        assertEquals("(nil)", Null.ARRAY.toString());
        assertEquals("(double) 1.5", new RespValue.DoubleValue("1.5").toString());
        assertEquals("(true)", RespValue.Bool.of(true).toString());
        assertEquals("a\nb", new RespValue.Verbatim("txt", ByteString.of("a\nb")).toString());
    }

    @Test
    void emptyAggregates() {
        assertEquals("(empty array)", Array.of().toString());
        assertEquals("(empty set)", new SetValue(List.of()).toString());
        assertEquals("(empty hash)", new MapValue(List.of()).toString());
        assertEquals("(empty push)", new Push(List.of()).toString());
    }

    @Test
    void nestedArraysAreIndented() {
        assertEquals(
                "1) \"a\"\n2) 1) (integer) 1\n   2) 1) \"b\"\n      2) (nil)\n3) \"c\"",
                Array.of(Bulk.of("a"), Array.of(ONE, Array.of(Bulk.of("b"), Null.BULK)), Bulk.of("c"))
                        .toString());
    }

    @Test
    void indexesAreAlignedToTheRight() {
        String text = new Array(Collections.nCopies(10, ONE)).toString();
        assertEquals(" 1) (integer) 1\n 2) (integer) 1", text.substring(0, 31));
        assertEquals("\n10) (integer) 1", text.substring(text.length() - 16));
    }

    @Test
    void mapsShowPairs() {
        assertEquals(
                "1# \"a\" => (integer) 1\n2# \"b\" => (nil)",
                new MapValue(List.of(new Entry(Bulk.of("a"), ONE), new Entry(Bulk.of("b"), Null.NULL))).toString());
        assertEquals(
                "1# \"a\" => \n   1) (integer) 1\n   2) (integer) 1",
                new MapValue(List.of(new Entry(Bulk.of("a"), Array.of(ONE, ONE)))).toString());
        assertEquals("1~ (integer) 1", new SetValue(List.of(ONE)).toString());
    }
}
