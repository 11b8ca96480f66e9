package io.miniredis.server.acl;

import io.miniredis.server.command.Command;
import java.util.Arrays;

/**
 * A set of commands, a bit for each by {@link Command#number()}. Commands whose family was not asked for yet have no
 * number: they are all in the set, or none of them, as the last {@link #fill} said, until they are set one by one.
 */
final class CommandSet {
    private long[] words = {};
    private boolean others;

    private CommandSet(long[] words, boolean others) {
        this.words = words;
        this.others = others;
    }

    CommandSet() {}

    CommandSet copy() {
        return new CommandSet(words.clone(), others);
    }

    boolean contains(Command command) {
        int number = command.number();
        int word = number >> 6;
        return word < words.length ? (words[word] & 1L << number) != 0 : others;
    }

    void set(Command command, boolean contained) {
        int number = command.number();
        int word = number >> 6;
        if (word >= words.length) {
            int before = words.length;
            words = Arrays.copyOf(words, word + 1);
            Arrays.fill(words, before, word + 1, others ? -1L : 0L);
        }
        if (contained) {
            words[word] |= 1L << number;
        } else {
            words[word] &= ~(1L << number);
        }
    }

    /** Everything, commands to come included, or nothing. */
    void fill(boolean everything) {
        words = new long[0];
        others = everything;
    }

    /** True if the last {@link #fill} was with everything: what is not said otherwise is allowed. */
    boolean beganFull() {
        return others;
    }

    @Override
    public String toString() {
        return "CommandSet[" + words.length * 64 + " numbers, others " + (others ? "in" : "out") + "]";
    }
}
