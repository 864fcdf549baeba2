/** Functions in AWS Lambda. Start with {@code LambdaServices}. */
@NullMarked
package dev.holdfast.runtimes.lambda;

import org.jspecify.annotations.NullMarked;
