package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of ZUNION and its relatives, from the number of keys on.
 *
 * <p>As in Redis the keys are looked up before the options behind them are read, so that a key of a wrong type is what
 * is complained about first.
 *
 * @param aggregate AGGREGATE
 * @param withScores WITHSCORES
 */
record AlgebraRequest(List<AlgebraInput> inputs, Aggregate aggregate, boolean withScores) {
    /** Inputs of a command whose options are WEIGHTS, AGGREGATE and, unless the result is stored, WITHSCORES. */
    static AlgebraRequest parse(CommandCall call, boolean stored) {
        Arguments args = call.args();
        List<AlgebraInput> inputs = inputs(call);
        Aggregate aggregate = Aggregate.SUM;
        boolean withScores = false;
        while (args.hasNext()) {
            if (args.remaining() > inputs.size() && args.acceptToken("weights")) {
                parseWeights(args, inputs);
            } else if (args.acceptOption("aggregate")) {
                aggregate = Aggregate.parse(args);
            } else if (!stored && args.acceptToken("withscores")) {
                withScores = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new AlgebraRequest(inputs, aggregate, withScores);
    }

    /** Inputs of ZDIFF, which knows WITHSCORES only, and of ZDIFFSTORE, which has no option. */
    static AlgebraRequest parseDifference(CommandCall call, boolean stored) {
        List<AlgebraInput> inputs = inputs(call);
        boolean withScores = false;
        while (call.args().hasNext()) {
            if (stored || !call.args().acceptToken("withscores")) {
                throw Errors.SYNTAX;
            }
            withScores = true;
        }
        return new AlgebraRequest(inputs, Aggregate.SUM, withScores);
    }

    /** The keys and what is there. */
    static List<AlgebraInput> inputs(CommandCall call) {
        Arguments args = call.args();
        long count = args.nextLong();
        if (count < 1) {
            throw SortedSetErrors.noInput(call.command().spec().name());
        }
        if (count > args.remaining()) {
            throw Errors.SYNTAX;
        }
        List<AlgebraInput> inputs = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            inputs.add(AlgebraInput.of(call.db().read(args.next())));
        }
        return inputs;
    }

    private static void parseWeights(Arguments args, List<AlgebraInput> inputs) {
        for (AlgebraInput input : inputs) {
            try {
                input.weight(Numbers.parseDouble(args.next().bytes()));
            } catch (NumberFormatException e) {
                throw SortedSetErrors.WEIGHT;
            }
        }
    }
}
