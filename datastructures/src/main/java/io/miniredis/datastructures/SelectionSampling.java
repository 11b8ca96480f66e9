package io.miniredis.datastructures;

/**
 * Decides for each of so many elements, asked one after the other, whether it is one of a random sample: every sample
 * of that size is equally likely, and nothing is remembered but two numbers. (Donald Knuth, The Art of Computer
 * Programming, volume 2, 3.4.2, Algorithm S.)
 */
public final class SelectionSampling {
    private final RandomSource random;
    private int elementsLeft;
    private int samplesLeft;

    /**
     * @param elements how often will be asked
     * @param samples how often the answer will be yes; at most {@code elements}
     */
    public SelectionSampling(int elements, int samples, RandomSource random) {
        if (samples > elements) {
            throw new IllegalArgumentException(samples + " of " + elements);
        }
        this.random = random;
        elementsLeft = elements;
        samplesLeft = samples;
    }

    /** True if the next element belongs to the sample. */
    public boolean takes() {
        if (random.nextInt(elementsLeft--) < samplesLeft) {
            samplesLeft--;
            return true;
        }
        return false;
    }

    /** How many of the sample have not been met. */
    public int samplesLeft() {
        return samplesLeft;
    }

    @Override
    public String toString() {
        return "SelectionSampling[" + samplesLeft + " of " + elementsLeft + "]";
    }
}
