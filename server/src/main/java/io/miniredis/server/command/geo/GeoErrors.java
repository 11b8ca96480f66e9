package io.miniredis.server.command.geo;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What is wrong with places and areas. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class GeoErrors {
    static final ErrorReply UNKNOWN_UNIT = new ErrorReply("ERR unsupported unit provided. please use M, KM, FT, MI");
    static final ErrorReply RADIUS_NOT_NUMERIC = new ErrorReply("ERR need numeric radius");
    static final ErrorReply RADIUS_NEGATIVE = new ErrorReply("ERR radius cannot be negative");
    static final ErrorReply WIDTH_NOT_NUMERIC = new ErrorReply("ERR need numeric width");
    static final ErrorReply HEIGHT_NOT_NUMERIC = new ErrorReply("ERR need numeric height");
    static final ErrorReply BOX_NEGATIVE = new ErrorReply("ERR height or width cannot be negative");
    static final ErrorReply NO_SUCH_MEMBER = new ErrorReply("ERR could not decode requested zset member");
    static final ErrorReply COUNT_NOT_POSITIVE = new ErrorReply("ERR COUNT must be > 0");
    static final ErrorReply ANY_WITHOUT_COUNT = new ErrorReply("ERR the ANY argument requires COUNT argument");

    private static final int DECIMALS = 6;

    private GeoErrors() {}

    /** {@code ERR invalid longitude,latitude pair 181.000000,10.000000}. */
    static ErrorReply notOnTheMap(double longitude, double latitude) {
        return new ErrorReply("ERR invalid longitude,latitude pair " + fixed(longitude) + "," + fixed(latitude));
    }

    /** As C's {@code %f}. */
    private static String fixed(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String text =
                new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
        boolean vanishedSign = Math.copySign(1, value) < 0 && !text.startsWith("-");
        return vanishedSign ? "-" + text : text;
    }

    /** @param what the command or option that makes a sorted set and has no reply to add to */
    static ErrorReply storesWithoutDetails(String what) {
        return new ErrorReply("ERR " + what + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }

    /** @param name as the client wrote it */
    static ErrorReply oneCentre(ByteString name) {
        return new ErrorReply(Errors.oneLine("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for "
                + Errors.quoted(name, Integer.MAX_VALUE)));
    }

    /** @param name as the client wrote it */
    static ErrorReply oneExtent(ByteString name) {
        return new ErrorReply(Errors.oneLine("ERR exactly one of BYRADIUS and BYBOX can be specified for "
                + Errors.quoted(name, Integer.MAX_VALUE)));
    }
}
