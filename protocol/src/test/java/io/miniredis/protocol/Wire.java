package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes written as texts of one character per byte, and a decoder fed with them in pieces. */
final class Wire {
    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What came out: the requests, each as its arguments, and the error that ended it or an empty text. */
    record Decoded(List<List<String>> requests, String error) {}

    /** Feeds the input cut at these ascending offsets to a new decoder. */
    static Decoded decode(byte[] input, int... cuts) {
        return decode(new RequestDecoder(new DecoderLimits()), input, cuts);
    }

    static Decoded decode(RequestDecoder decoder, byte[] input, int... cuts) {
        List<List<String>> requests = new ArrayList<>();
        try {
            int from = 0;
            for (int cut : cuts) {
                feed(decoder, input, from, cut, requests);
                from = cut;
            }
            feed(decoder, input, from, input.length, requests);
            return new Decoded(requests, "");
        } catch (ProtocolException e) {
            return new Decoded(requests, e.text());
        }
    }

    private static void feed(RequestDecoder decoder, byte[] input, int from, int to, List<List<String>> requests) {
        // The piece is cleared afterwards: a decoder that kept it would show it.
        byte[] piece = Arrays.copyOfRange(input, from, to);
        int at = 0;
        while (at < piece.length) {
            at = decoder.decode(piece, at, piece.length);
            if (decoder.ready()) {
                requests.add(strings(decoder.take()));
            } else if (at < piece.length) {
                throw new AssertionError("left " + (piece.length - at) + " bytes without a request");
            }
        }
        Arrays.fill(piece, (byte) '!');
    }

    static List<String> strings(Request request) {
        List<String> strings = new ArrayList<>();
        long size = 0;
        for (int i = 0; i < request.count(); i++) {
            ByteString arg = request.arg(i);
            strings.add(text(arg.bytes()));
            size += arg.length();
        }
        if (size != request.sizeBytes()) {
            throw new AssertionError("says " + request.sizeBytes() + " bytes, has " + size);
        }
        return strings;
    }

    /** A cut after every byte. */
    static int[] everywhere(int length) {
        int[] cuts = new int[length];
        Arrays.setAll(cuts, i -> i);
        return cuts;
    }
}
