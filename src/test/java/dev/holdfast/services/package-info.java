/** Tests of what all of the services share. */
@NullMarked
package dev.holdfast.services;

import org.jspecify.annotations.NullMarked;
