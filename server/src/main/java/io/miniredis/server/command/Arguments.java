package io.miniredis.server.command;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.LongDouble;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;

/**
 * A cursor over a request's arguments, the name (and a subcommand's name) already behind it. Each step either yields a
 * value of the wanted kind or throws the exact error Redis gives.
 */
public final class Arguments {
    private final Request request;
    private int next;

    Arguments(Request request, int first) {
        this.request = request;
        this.next = first;
    }

    public boolean hasNext() {
        return next < request.count();
    }

    public int remaining() {
        return request.count() - next;
    }

    /** The position of the next argument in the request; the name is at 0. */
    public int position() {
        return next;
    }

    /** The next argument. @throws ErrorReply syntax error if there is none */
    public ByteString next() {
        if (next >= request.count()) {
            throw Errors.SYNTAX;
        }
        return request.arg(next++);
    }

    /** The next argument without taking it. @throws ErrorReply syntax error if there is none */
    public ByteString peek() {
        if (next >= request.count()) {
            throw Errors.SYNTAX;
        }
        return request.arg(next);
    }

    /** The argument {@code ahead} places behind the next one. @throws ErrorReply syntax error if there is none */
    public ByteString peek(int ahead) {
        if (next + ahead >= request.count()) {
            throw Errors.SYNTAX;
        }
        return request.arg(next + ahead);
    }

    public void skip(int count) {
        next += count;
    }

    /** Takes the next argument if it is this word, given in lower case, in any case. */
    public boolean acceptToken(String word) {
        if (next < request.count() && request.arg(next).equalsIgnoreCase(word)) {
            next++;
            return true;
        }
        return false;
    }

    /** Takes the next argument if it is this word and another one follows it. */
    public boolean acceptOption(String word) {
        if (next + 1 < request.count() && request.arg(next).equalsIgnoreCase(word)) {
            next++;
            return true;
        }
        return false;
    }

    /** A signed 64-bit integer. @throws ErrorReply {@code ERR value is not an integer or out of range} */
    public long nextLong() {
        return nextLong(Errors.NOT_AN_INTEGER);
    }

    public long nextLong(ErrorReply otherwise) {
        byte[] bytes = next().bytes();
        if (!Numbers.isLong(bytes)) {
            throw otherwise;
        }
        return Numbers.parseLong(bytes);
    }

    /** An integer of {@code min} to {@code max}, both included. */
    public long nextLong(long min, long max, ErrorReply otherwise) {
        long value = nextLong(otherwise);
        if (value < min || value > max) {
            throw otherwise;
        }
        return value;
    }

    /** A signed 32-bit integer. @throws ErrorReply as {@link #nextLong()}, and if it has more bits, its range */
    public int nextInt() {
        long value = nextLong();
        if (value != (int) value) {
            throw Errors.NOT_AN_INT;
        }
        return (int) value;
    }

    /** A signed 32-bit integer. */
    public int nextInt(ErrorReply otherwise) {
        return (int) nextLong(Integer.MIN_VALUE, Integer.MAX_VALUE, otherwise);
    }

    /** A double by Redis's rules, infinities included. @throws ErrorReply {@code ERR value is not a valid float} */
    public double nextDouble() {
        return nextDouble(Errors.NOT_A_FLOAT);
    }

    public double nextDouble(ErrorReply otherwise) {
        try {
            return Numbers.parseDouble(next().bytes());
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }

    /**
     * How long to wait, in milliseconds, 0 for ever.
     *
     * @param nowMillis in whose count of milliseconds the end must have a place
     * @throws ErrorReply what is wrong with the time-out
     */
    public long nextTimeoutMillis(long nowMillis) {
        return timeout(nextLong(Errors.TIMEOUT_NOT_AN_INTEGER), nowMillis);
    }

    /**
     * {@link #nextTimeoutMillis} where the argument is in seconds, with a fraction maybe, rounded up to milliseconds.
     */
    public long nextTimeoutSeconds(long nowMillis) {
        byte[] bytes = next().bytes();
        if (Numbers.isLong(bytes)) {
            long whole = Numbers.parseLong(bytes);
            return timeout(whole > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : whole < 0 ? -1 : whole * 1000, nowMillis);
        }
        LongDouble seconds;
        try {
            seconds = LongDouble.parse(bytes);
        } catch (NumberFormatException e) {
            throw Errors.TIMEOUT_NOT_A_FLOAT;
        }
        return timeout(seconds.ceilingOfThousandfold(), nowMillis);
    }

    private static long timeout(long millis, long nowMillis) {
        if (millis < 0) {
            throw Errors.TIMEOUT_NEGATIVE;
        }
        if (millis > Long.MAX_VALUE - nowMillis) {
            throw Errors.TIMEOUT_OUT_OF_RANGE;
        }
        return millis;
    }

    /** @throws ErrorReply syntax error if arguments are left */
    public void end() {
        if (hasNext()) {
            throw Errors.SYNTAX;
        }
    }

    @Override
    public String toString() {
        return "Arguments[next=" + next + " of " + request + "]";
    }
}
