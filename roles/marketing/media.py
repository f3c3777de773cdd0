"""What links call each medium: utm_source and utm_medium, as every shop front's reports read."""

from catalog.media import Medium

UTM = {
    Medium.GOOGLE_ADS: ("google", "cpc"),
    Medium.META_ADS: ("meta", "paid_social"),
    Medium.NEWSLETTER: ("newsletter", "email"),
    Medium.LANDING: ("landing", "onsite"),
    Medium.PRESS: ("press", "referral"),
    Medium.POST: ("social", "social"),
}
