"""The options that make a plan, for the commands that take them."""

from argparse import ArgumentParser


def add_size_options(parser: ArgumentParser) -> None:
    """Declare the sizes and the seed. They are parsed later, so that an invalid value is an error of one line."""
    parser.add_argument("--scale", metavar="F", help="size of the bank; 1 is 1,200 customers and 150 employees")
    parser.add_argument("--customers", metavar="N", help="number of customers, instead of --scale's")
    parser.add_argument("--employees", metavar="N", help="number of employees, instead of --scale's")
    parser.add_argument(
        "--seed",
        metavar="N",
        help="number that determines the bank; another seed gives another bank of the same size",
    )


def add_history_option(parser: ArgumentParser) -> None:
    """Declare how much of the history everyday rows fill."""
    parser.add_argument(
        "--history",
        metavar="brief|full",
        help="brief: everyday rows of the last three full months; full: of every account's whole life, about sixty "
        "times as many",
    )
