@NullMarked
package dev.godmode.client.tls;

import org.jspecify.annotations.NullMarked;
