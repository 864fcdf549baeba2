/** Services that tell each other things and remember what they were told. */
@NullMarked
package post;

import org.jspecify.annotations.NullMarked;
