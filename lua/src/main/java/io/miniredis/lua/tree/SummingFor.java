package io.miniredis.lua.tree;

import io.miniredis.lua.Numeral;

/**
 * {@code for i = a, b do n = n + i end}: a loop of a single sum, which cannot leave the loop. It calls the sum by its
 * class: the compiler puts it into the loop here, while in {@link NumericFor} it finds as many kinds of bodies as there
 * are scripts.
 */
final class SummingFor extends NumericFor {
    private final AssignSum sum;
    private final int slot;

    SummingFor(Target variable, Expression[] range, AssignSum sum, int line) {
        super(variable, range, sum, line);
        this.sum = sum;
        this.slot = variable.slot();
    }

    @Override
    int up(Frame frame, double from, double end, double by) {
        for (double index = from; index <= end; index += by) {
            turn(frame, index);
        }
        return NEXT;
    }

    @Override
    int down(Frame frame, double from, double end, double by) {
        for (double index = from; index >= end; index += by) {
            turn(frame, index);
        }
        return NEXT;
    }

    private void turn(Frame frame, double index) {
        frame.store(slot, Numeral.NUMBER);
        frame.numbers[slot] = index;
        sum.exec(frame);
        frame.turn(line);
    }
}
