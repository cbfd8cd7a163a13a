/** Rules that hold for the whole of Geodesy. */
package io.geodesy.architecture;
