"""In a real browser: from the search to a customer, by the palette and by the box, and from a chart to its rows."""

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected

from datahub.accounts.models import Customer
from datahub.browsing.links import page_url
from tests.browser.walking import wait, wait_for_page
from tests.site import Site

TALLEST_BAR = """
    const chart = Chart.getChart(document.querySelector(".bank-chart-stacked canvas"));
    const bars = chart.getDatasetMeta(0).data.filter((bar) => bar.height > 8);
    const {x, y, base} = bars.at(-1).getProps(["x", "y", "base"], true);
    const canvas = chart.canvas.getBoundingClientRect();
    return [canvas.x + x, canvas.y + (y + base) / 2];
"""
"""Returns where a bar of the first series is in the window."""

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


def test_the_box_leads_to_a_customer(start_page: Chrome, customer: Customer) -> None:
    box = start_page.find_element(By.ID, "bank-find")
    box.send_keys(customer.email or "", Keys.ENTER)
    wait(start_page).until(expected.url_contains("/search/?q="))
    wait_for_page(start_page)
    start_page.find_element(By.CSS_SELECTOR, ".bank-found a").click()
    wait(start_page).until(expected.url_contains(page_url(Customer, customer.pk)))


def test_ctrl_k_opens_the_palette_and_enter_the_best_match(start_page: Chrome, customer: Customer) -> None:
    ActionChains(start_page).key_down(Keys.CONTROL).send_keys("k").key_up(Keys.CONTROL).perform()
    typed = wait(start_page).until(expected.visibility_of_element_located((By.ID, "search-input-command")))
    typed.send_keys(customer.pk.lower())
    wait(start_page).until(expected.text_to_be_present_in_element((By.ID, "command-results"), str(customer)))
    start_page.find_element(By.CSS_SELECTOR, "#command-results a").click()
    wait(start_page).until(expected.url_contains(page_url(Customer, customer.pk)))


def test_a_click_on_a_bar_opens_the_list_of_its_rows(start_page: Chrome) -> None:
    canvas = start_page.find_element(By.CSS_SELECTOR, ".bank-chart-stacked canvas")
    start_page.execute_script("arguments[0].scrollIntoView({block: 'center'})", canvas)
    x, y = (int(place) for place in start_page.execute_script(TALLEST_BAR))
    ActionChains(start_page).move_by_offset(x, y).click().perform()
    wait(start_page).until(expected.url_contains("/accounts/transaction/?transaction_type__exact="))
    wait_for_page(start_page)
    assert start_page.find_elements(By.CSS_SELECTOR, "#result_list tbody tr")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "address", ["", "employees/employee/EMP-00001/change/", "accounts/transaction/", "../search/?q=a"]
)
def test_no_page_is_wider_than_the_screen(start_page: Chrome, site: Site, address: str, width: int) -> None:
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    start_page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    start_page.get(f"{site.admin}{address}")
    wait_for_page(start_page)
    assert start_page.execute_script("return document.documentElement.scrollWidth") <= width
    assert start_page.find_element(By.ID, "bank-find").is_displayed()
    start_page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "width": 1440, "height": 900})
