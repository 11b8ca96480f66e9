/** Tests of the data structures against simple models and against what a redis-server answered. */
@NullMarked
package io.miniredis.datastructures;

import org.jspecify.annotations.NullMarked;
