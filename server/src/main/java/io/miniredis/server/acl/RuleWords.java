package io.miniredis.server.acl;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rules as they were given, with selectors that were torn apart by blanks, {@code (~a +get)}, put together again
 * (ACLMergeSelectorArguments).
 *
 * @param words the rules
 * @param unmatched the index of the word that opened a parenthesis nobody closed, or -1
 */
record RuleWords(List<ByteString> words, int unmatched) {
    static RuleWords merged(List<ByteString> given) {
        List<ByteString> words = new ArrayList<>(given.size());
        ByteString open = null;
        int openedAt = -1;
        for (int i = 0; i < given.size(); i++) {
            ByteString word = given.get(i);
            boolean closes = !word.isEmpty() && word.byteAt(word.length() - 1) == ')';
            if (open == null && !closes && !word.isEmpty() && word.byteAt(0) == '(') {
                open = word;
                openedAt = i;
            } else if (open == null) {
                words.add(word);
            } else {
                open = joined(open, word);
                if (closes) {
                    words.add(open);
                    open = null;
                }
            }
        }
        return new RuleWords(words, open == null ? -1 : openedAt);
    }

    private static ByteString joined(ByteString one, ByteString other) {
        byte[] bytes = Arrays.copyOf(one.bytes(), one.length() + 1 + other.length());
        bytes[one.length()] = ' ';
        System.arraycopy(other.bytes(), 0, bytes, one.length() + 1, other.length());
        return ByteString.wrap(bytes);
    }

    boolean isMatched() {
        return unmatched < 0;
    }
}
