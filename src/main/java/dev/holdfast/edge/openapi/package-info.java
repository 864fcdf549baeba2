/**
 * The OpenAPI 3.1 document of what is deployed. Start with {@link
 * dev.holdfast.edge.openapi.OpenApi}.
 */
@NullMarked
package dev.holdfast.edge.openapi;

import org.jspecify.annotations.NullMarked;
