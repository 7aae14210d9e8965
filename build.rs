//! `include_dir!` alone does not notice a file that is added.

fn main() {
    println!("cargo::rerun-if-changed=assertions");
    println!("cargo::rerun-if-changed=report-templates");
    println!("cargo::rerun-if-changed=examples/meadow-home-care");
}
