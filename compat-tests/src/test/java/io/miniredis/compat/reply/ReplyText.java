package io.miniredis.compat.reply;

import io.miniredis.compat.reply.Reply.Aggregate;
import io.miniredis.compat.reply.Reply.Attributed;
import io.miniredis.compat.reply.Reply.Kind;
import io.miniredis.compat.reply.Reply.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Replies on one line of text, in expectations and recordings: RESP's own marks with redis-cli's quoting.
 *
 * <pre>
 * +OK   -ERR syntax error   :12   "bulk\x00"   ,3.25   #t   (12345678901234567890   =txt:"text"   nil   nil-array
 * ["array" :1]   {"map" =&gt; :1}   ~["set"]   &gt;["push"]   |{"attribute" =&gt; :1} "reply"   closed   silence
 * </pre>
 *
 * Inside an aggregate a simple string or an error with blanks is quoted: {@code [-"ERR syntax error" +OK]}.
 */
public final class ReplyText {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-@.:%~|";

    private final String text;
    private int at;

    private ReplyText(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is not exactly one reply */
    public static Reply parse(String text) {
        ReplyText parser = new ReplyText(text);
        Reply reply = parser.reply(true);
        parser.skipBlanks();
        if (parser.at < text.length()) {
            throw parser.wrong("text after the reply");
        }
        return reply;
    }

    public static String format(Reply reply) {
        StringBuilder out = new StringBuilder();
        append(out, reply, true);
        return out.toString();
    }

    private static void append(StringBuilder out, Reply reply, boolean top) {
        if (reply instanceof Scalar scalar) {
            appendScalar(out, scalar, top);
        } else if (reply instanceof Aggregate aggregate) {
            appendAggregate(out, aggregate);
        } else if (reply instanceof Attributed attributed) {
            append(out.append('|'), attributed.attributes(), false);
            append(out.append(' '), attributed.reply(), top);
        }
    }

    private static void appendScalar(StringBuilder out, Scalar scalar, boolean top) {
        String text = scalar.text();
        switch (scalar.type()) {
            case SIMPLE -> line(out.append('+'), text, top);
            case ERROR -> line(out.append('-'), text, top);
            case INTEGER -> out.append(':').append(text);
            case BULK -> out.append(Quoting.quote(text));
            case DOUBLE -> out.append(',').append(text);
            case BOOLEAN -> out.append('#').append(text);
            case BIG_NUMBER -> out.append('(').append(text);
            case VERBATIM -> out.append('=').append(text, 0, 4).append(Quoting.quote(text.substring(4)));
            case NIL -> out.append("nil");
            case NIL_ARRAY -> out.append("nil-array");
            case CLOSED -> out.append("closed");
            case SILENCE -> out.append("silence");
        }
    }

    private static void line(StringBuilder out, String text, boolean top) {
        boolean bare = top ? !text.startsWith("\"") && text.equals(text.strip()) && printable(text) : plain(text);
        out.append(bare ? text : Quoting.quote(text));
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static boolean plain(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> PLAIN.indexOf(c) >= 0);
    }

    private static void appendAggregate(StringBuilder out, Aggregate aggregate) {
        boolean map = aggregate.kind() == Kind.MAP;
        out.append(
                switch (aggregate.kind()) {
                    case ARRAY -> "[";
                    case MAP -> "{";
                    case SET -> "~[";
                    case PUSH -> ">[";
                });
        List<Reply> elements = aggregate.elements();
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(map && i % 2 == 1 ? " => " : " ");
            }
            append(out, elements.get(i), false);
        }
        out.append(map ? '}' : ']');
    }

    private Reply reply(boolean top) {
        skipBlanks();
        if (at >= text.length()) {
            throw wrong("a reply is missing");
        }
        char mark = text.charAt(at);
        return switch (mark) {
            case '"' -> Reply.of(Reply.Type.BULK, quoted());
            case '+' -> Reply.of(Reply.Type.SIMPLE, line(top));
            case '-' -> Reply.of(Reply.Type.ERROR, line(top));
            case ':' -> Reply.of(Reply.Type.INTEGER, token(1));
            case ',' -> Reply.of(Reply.Type.DOUBLE, token(1));
            case '#' -> Reply.of(Reply.Type.BOOLEAN, token(1));
            case '(' -> Reply.of(Reply.Type.BIG_NUMBER, top ? line(true) : token(1));
            case '=' -> verbatim();
            case '|' -> attributed(top);
            default -> isAggregate(mark) ? aggregate() : word();
        };
    }

    private Reply verbatim() {
        String format = text.substring(at + 1, at + 5);
        at += 5;
        return Reply.of(Reply.Type.VERBATIM, format + quoted());
    }

    private Reply attributed(boolean top) {
        at++;
        Aggregate attributes = (Aggregate) reply(false);
        return new Attributed(attributes, reply(top));
    }

    private static boolean isAggregate(char mark) {
        return mark == '[' || mark == '{' || mark == '~' || mark == '>';
    }

    private Reply word() {
        String word = token(0);
        return switch (word) {
            case "nil" -> Reply.nil();
            case "nil-array" -> Reply.nilArray();
            case "closed" -> Reply.closed();
            case "silence" -> Reply.silence();
            default -> throw wrong("not a reply: " + word);
        };
    }

    private Reply aggregate() {
        char mark = text.charAt(at);
        Kind kind = switch (mark) {
            case '{' -> Kind.MAP;
            case '~' -> Kind.SET;
            case '>' -> Kind.PUSH;
            default -> Kind.ARRAY;
        };
        at += mark == '~' || mark == '>' ? 2 : 1;
        char end = kind == Kind.MAP ? '}' : ']';
        List<Reply> elements = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (text.startsWith("=>", at)) {
                at += 2;
            } else if (at < text.length() && text.charAt(at) == end) {
                at++;
                return new Aggregate(kind, elements);
            } else {
                elements.add(reply(false));
            }
        }
    }

    private String line(boolean top) {
        at++;
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        if (!top) {
            return token(0);
        }
        String line = text.substring(at).strip();
        at = text.length();
        return line;
    }

    private String quoted() {
        int end = Quoting.endOfQuoted(text, at);
        if (end < 0) {
            throw wrong("a closing quote is missing");
        }
        String word = Quoting.unquote(text.substring(at, end));
        at = end;
        return word;
    }

    private String token(int skip) {
        int from = at + skip;
        int end = from;
        while (end < text.length() && " \t]}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        at = end;
        return text.substring(from, end);
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at column " + (at + 1) + " of: " + text);
    }
}
