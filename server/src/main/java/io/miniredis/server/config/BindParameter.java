package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code bind}: the addresses to listen on. {@code *} is every IPv4 and {@code ::*} every IPv6 address; a {@code -} in
 * front lets the server start though the address cannot be had.
 */
public final class BindParameter extends Parameter {
    private static final int MOST_ADDRESSES = 16;
    private static final List<ByteString> DEFAULT = List.of(ByteString.of("*"), ByteString.of("-::*"));

    private List<ByteString> addresses = DEFAULT;

    BindParameter(Declaration declaration) {
        super(declaration);
    }

    /** The addresses as they were written; none: do not listen on TCP at all. */
    public List<ByteString> addresses() {
        return addresses;
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        StringBuilder text = new StringBuilder();
        for (ByteString address : addresses) {
            text.append(text.isEmpty() ? "" : " ").append(Ascii.text(address.bytes()));
        }
        return ByteString.wrap(Ascii.bytes(text.toString()));
    }

    @Override
    public boolean isDefault() {
        return addresses.equals(DEFAULT);
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        if (words.size() > MOST_ADDRESSES) {
            return "Too many bind addresses specified.";
        }
        addresses = words.size() == 1 && words.get(0).isEmpty() ? List.of() : List.copyOf(words);
        return null;
    }

    @Override
    void rewrite(ConfigRewrite file) {
        if (isDefault()) {
            file.withoutLine(this);
        } else {
            file.line(this, addresses.isEmpty() ? "\"\"" : rewrittenValue(), true);
        }
    }
}
