package io.miniredis.protocol;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.Numbers;
import java.util.List;

/** A reply in the form redis-cli prints on a terminal (redis-cli.c, cliFormatReplyTTY), without the last line end. */
final class RespText {
    private final StringBuilder text = new StringBuilder();

    private RespText() {}

    static String of(RespValue value) {
        RespText text = new RespText();
        text.append(value, "");
        return text.text.toString();
    }

    /** @param indent what a further line of the value begins with */
    private void append(RespValue value, String indent) {
        if (value instanceof RespValue.Bulk bulk) {
            text.append(Ascii.quote(bulk.bytes().bytes()));
        } else if (value instanceof RespValue.Array array) {
            elements(array.elements(), ") ", "(empty array)", indent);
        } else if (value instanceof RespValue.SetValue set) {
            elements(set.elements(), "~ ", "(empty set)", indent);
        } else if (value instanceof RespValue.Push push) {
            elements(push.elements(), ") ", "(empty push)", indent);
        } else if (value instanceof RespValue.MapValue map) {
            entries(map.entries(), indent);
        } else if (value instanceof RespValue.Attribute attribute) {
            append(attribute.value(), indent);
        } else {
            text.append(value);
        }
    }

    private void elements(List<RespValue> elements, String separator, String whenEmpty, String indent) {
        if (elements.isEmpty()) {
            text.append(whenEmpty);
            return;
        }
        int width = Numbers.digitCount(elements.size());
        String deeper = indent + " ".repeat(width + separator.length());
        for (int i = 0; i < elements.size(); i++) {
            number(i, width, separator, indent);
            append(elements.get(i), deeper);
        }
    }

    private void entries(List<RespValue.Entry> entries, String indent) {
        if (entries.isEmpty()) {
            text.append("(empty hash)");
            return;
        }
        int width = Numbers.digitCount(entries.size());
        String deeper = indent + " ".repeat(width + 2);
        for (int i = 0; i < entries.size(); i++) {
            RespValue.Entry entry = entries.get(i);
            number(i, width, "# ", indent);
            append(entry.key(), deeper);
            text.append(" => ");
            if (isMultiline(entry.value())) {
                text.append('\n').append(deeper);
            }
            append(entry.value(), deeper);
        }
    }

    private void number(int index, int width, String separator, String indent) {
        if (index > 0) {
            text.append('\n').append(indent);
        }
        text.append(" ".repeat(width - Numbers.digitCount(index + 1L)))
                .append(index + 1)
                .append(separator);
    }

    private static boolean isMultiline(RespValue value) {
        if (value instanceof RespValue.Array array) {
            return isMultiline(array.elements());
        }
        if (value instanceof RespValue.SetValue set) {
            return isMultiline(set.elements());
        }
        if (value instanceof RespValue.Push push) {
            return isMultiline(push.elements());
        }
        if (value instanceof RespValue.MapValue map) {
            return map.entries().size() > 1
                    || (map.entries().size() == 1
                            && isMultiline(map.entries().get(0).value()));
        }
        return value instanceof RespValue.Attribute attribute && isMultiline(attribute.value());
    }

    private static boolean isMultiline(List<RespValue> elements) {
        return elements.size() > 1 || (elements.size() == 1 && isMultiline(elements.get(0)));
    }
}
