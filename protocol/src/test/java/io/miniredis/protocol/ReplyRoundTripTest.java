package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.datastructures.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is what is read, and what is recorded is the same. */
class ReplyRoundTripTest {
    @Property(tries = 300)
    void inResp3EveryValueComesBackAsItWas(@ForAll("values") RespValue value) throws IOException {
        assertEquals(value, sent(value, 3));
        assertEquals(value, recorded(value, 3));
    }

    @Property(tries = 300)
    void inResp2TheRecordingIsWhatAClientReads(@ForAll("values") RespValue value) throws IOException {
        assertEquals(sent(value, 2), recorded(value, 2));
    }

    @Test
    void theRecordingKeepsSeveralReplies() {
        RecordingWriter writer = new RecordingWriter();
        writer.ok();
        assertEquals(new RespValue.SimpleString("OK"), writer.reply());
        writer.nilArray();
        assertEquals(List.of(new RespValue.SimpleString("OK"), RespValue.Null.ARRAY), writer.replies());
        assertThrows(IllegalStateException.class, writer::reply);
        writer.clear();
        writer.array(1);
        assertThrows(IllegalStateException.class, writer::reply);
    }

    @Test
    void theRecordingRefusesAWrongCount() {
        RecordingWriter writer = new RecordingWriter();
        ReplyWriter.Deferred deferred = writer.deferred();
        writer.integer(1);
        assertThrows(IllegalStateException.class, () -> deferred.array(2));
        ReplyWriter.Deferred inner = writer.deferred();
        assertThrows(IllegalStateException.class, () -> deferred.array(1));
        inner.array(0);
        deferred.array(2);
        assertEquals("1) (integer) 1\n2) (empty array)", writer.reply().toString());
    }

    private static RespValue sent(RespValue value, int protocol) throws IOException {
        ByteBuf buffer = Unpooled.buffer();
        RespWriter writer = new RespWriter(buffer);
        writer.protocol(protocol);
        write(value, writer);
        RespValue read = new RespReader(new ByteBufInputStream(buffer)).read();
        assertEquals(0, buffer.readableBytes());
        return read;
    }

    private static RespValue recorded(RespValue value, int protocol) {
        RecordingWriter writer = new RecordingWriter(protocol);
        write(value, writer);
        return writer.reply();
    }

    /** Aggregates of an even number of elements announce their length, others are deferred. */
    private static void write(RespValue value, ReplyWriter writer) {
        if (value instanceof RespValue.SimpleString simple) {
            writer.simple(simple.text());
        } else if (value instanceof RespValue.ErrorValue error) {
            writer.error(error.line());
        } else if (value instanceof RespValue.IntegerValue integer) {
            writer.integer(integer.value());
        } else if (value instanceof RespValue.Bulk bulk) {
            writer.bulk(bulk.bytes());
        } else if (value instanceof RespValue.DoubleValue number) {
            writer.number(number.value());
        } else if (value instanceof RespValue.Bool bool) {
            writer.bool(bool == RespValue.Bool.TRUE);
        } else if (value instanceof RespValue.BigNumber number) {
            writer.bigNumber(number.digits());
        } else if (value instanceof RespValue.Verbatim verbatim) {
            writer.verbatim(verbatim.format(), verbatim.text().bytes());
        } else if (value instanceof RespValue.Null) {
            writer.nil();
        } else {
            writeAggregate(value, writer);
        }
    }

    private static void writeAggregate(RespValue value, ReplyWriter writer) {
        if (value instanceof RespValue.MapValue map) {
            if (map.entries().size() % 2 == 0) {
                writer.map(map.entries().size());
                writeEntries(map.entries(), writer);
            } else {
                ReplyWriter.Deferred deferred = writer.deferred();
                writeEntries(map.entries(), writer);
                deferred.map(map.entries().size());
            }
        } else if (value instanceof RespValue.SetValue set) {
            ReplyWriter.Deferred deferred = writer.deferred();
            set.elements().forEach(element -> write(element, writer));
            deferred.set(set.elements().size());
        } else if (value instanceof RespValue.Push push) {
            writer.push(push.elements().size());
            push.elements().forEach(element -> write(element, writer));
        } else if (value instanceof RespValue.Array array) {
            List<RespValue> elements = array.elements();
            if (elements.size() % 2 == 0) {
                writer.array(elements.size());
                elements.forEach(element -> write(element, writer));
            } else {
                ReplyWriter.Deferred deferred = writer.deferred();
                elements.forEach(element -> write(element, writer));
                deferred.array(elements.size());
            }
        } else if (value instanceof RespValue.Attribute attribute) {
            if (writer.protocol() == 3) {
                writer.attribute(attribute.attributes().size());
                writeEntries(attribute.attributes(), writer);
            }
            write(attribute.value(), writer);
        }
    }

    private static void writeEntries(List<RespValue.Entry> entries, ReplyWriter writer) {
        for (RespValue.Entry entry : entries) {
            write(entry.key(), writer);
            write(entry.value(), writer);
        }
    }

    @Provide
    Arbitrary<RespValue> values() {
        Arbitrary<RespValue> leaf = leaves();
        return Arbitraries.lazyOf(() -> leaf, () -> leaf, () -> aggregates(leaf), () -> aggregates(aggregates(leaf)));
    }

    private static Arbitrary<RespValue> leaves() {
        Arbitrary<ByteString> bytes = Arbitraries.strings()
                .withCharRange('\0', '\377')
                .ofMaxLength(300)
                .map(text -> ByteString.wrap(Wire.bytes(text)));
        Arbitrary<String> line = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40);
        return Arbitraries.oneOf(
                line.map(RespValue.SimpleString::new),
                line.map(RespValue.ErrorValue::new),
                Arbitraries.longs().map(RespValue.IntegerValue::new),
                bytes.map(RespValue.Bulk::new),
                bytes.map(text -> new RespValue.Verbatim("txt", text)),
                Arbitraries.bigIntegers().map(number -> new RespValue.BigNumber(number.toString())),
                Arbitraries.of("1.5", "0.1", "inf", "-inf", "3", "-0", "1e+300").map(RespValue.DoubleValue::new),
                Arbitraries.of(RespValue.Bool.TRUE, RespValue.Bool.FALSE),
                Arbitraries.just(RespValue.Null.NULL));
    }

    private static Arbitrary<RespValue> aggregates(Arbitrary<RespValue> element) {
        Arbitrary<List<RespValue>> elements = element.list().ofMaxSize(5);
        Arbitrary<List<RespValue.Entry>> entries = elements.map(ReplyRoundTripTest::entries);
        return Arbitraries.oneOf(
                elements.map(RespValue.Array::new),
                elements.map(RespValue.SetValue::new),
                elements.map(RespValue.Push::new),
                entries.map(RespValue.MapValue::new),
                Combinators.combine(entries, element).as(RespValue.Attribute::new));
    }

    private static List<RespValue.Entry> entries(List<RespValue> values) {
        List<RespValue.Entry> entries = new ArrayList<>();
        for (RespValue value : values) {
            entries.add(new RespValue.Entry(RespValue.Bulk.of("k" + entries.size()), value));
        }
        return entries;
    }
}
