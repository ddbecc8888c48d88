using System.Globalization;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests.Sharing;

/// <summary>Times as people type them: understood exactly, or refused by name.</summary>
public sealed class UtcInstantTests
{
    [Theory]
    [InlineData("2024-07-19 04:09 UTC", "2024-07-19T04:09:00Z", TimePrecision.Minute)]
    [InlineData("19 Jul 2024 04:09Z", "2024-07-19T04:09:00Z", TimePrecision.Minute)]
    [InlineData("19 July 2024, 04:09 utc", "2024-07-19T04:09:00Z", TimePrecision.Minute)]
    [InlineData("2024-07-19T06:09:30+02:00", "2024-07-19T04:09:30Z", TimePrecision.Second)]
    [InlineData("2024-07-19T04:09:30.125Z", "2024-07-19T04:09:30Z", TimePrecision.Second)]
    [InlineData("29 Jul 2024 20:00 -0400", "2024-07-30T00:00:00Z", TimePrecision.Minute)]
    [InlineData("2024-07-19 09:39 UTC+5:30", "2024-07-19T04:09:00Z", TimePrecision.Minute)]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z", TimePrecision.Day)]
    [InlineData("6 August 2024", "2024-08-06T00:00:00Z", TimePrecision.Day)]
    [InlineData("2024-07", "2024-07-01T00:00:00Z", TimePrecision.Month)]
    [InlineData(" Jul 2024 ", "2024-07-01T00:00:00Z", TimePrecision.Month)]
    public void A_time_with_its_zone_is_one_instant(string text, string utc, TimePrecision precision)
    {
        UtcInstant.Parse(text, "when", out var instant).ShouldBeNull();
        instant.At.ShouldBe(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture));
        instant.At.Offset.ShouldBe(TimeSpan.Zero);
        instant.Precision.ShouldBe(precision);
    }

    [Theory]
    [InlineData(null, "instant.missing")]
    [InlineData("  ", "instant.missing")]
    [InlineData("yesterday", "instant.unreadable")]
    [InlineData("07/08/2024 04:09 UTC", "instant.unreadable")]
    [InlineData("19 Foo 2024 04:09 UTC", "instant.unreadable")]
    [InlineData("19 Julia 2024 04:09 UTC", "instant.unreadable")]
    [InlineData("٢٠٢٤-07-19 04:09 UTC", "instant.unreadable")]
    [InlineData("2024-07-19 04:09", "instant.no_zone")]
    [InlineData("2024-07-19T04:09:00", "instant.no_zone")]
    [InlineData("2024-07-19 04:09 CEST", "instant.zone_unknown")]
    [InlineData("2024-07-19 04:09 +25:00", "instant.zone_unknown")]
    [InlineData("2024-02-30 04:09 UTC", "instant.no_such_date")]
    [InlineData("2023-02-29", "instant.no_such_date")]
    [InlineData("2024-13-01", "instant.no_such_date")]
    [InlineData("2024-07-00", "instant.no_such_date")]
    [InlineData("2024-07-19 24:00 UTC", "instant.no_such_time")]
    [InlineData("2024-07-19 04:60 UTC", "instant.no_such_time")]
    [InlineData("2024-07 04:09 UTC", "instant.no_such_time")]
    [InlineData("0001-07-19 04:09 UTC", "instant.out_of_range")]
    public void What_is_not_one_instant_is_refused(string? text, string code)
    {
        var refusal = UtcInstant.Parse(text, "when", out _).ShouldNotBeNull();
        refusal.Code.ShouldBe(code);
        refusal.Field.ShouldBe("when");
        refusal.Sentence.ShouldEndWith(".");
    }

    [Fact]
    public void A_time_without_zone_says_what_to_add_and_a_date_that_does_not_exist_is_named()
    {
        UtcInstant.Parse("2024-07-19 04:09", "when", out _)!.Sentence.ShouldBe("The time has no zone. Add UTC, or an offset such as +02:00.");
        UtcInstant.Parse("30 Feb 2024", "when", out _)!.Sentence.ShouldBe("30 February 2024 does not exist. Correct the date.");
    }

    [Fact]
    public void Every_instant_is_read_back_from_its_own_text() =>
        Gen.Select(Gen.Int[0, 2_000_000_000], Gen.Int[-12, 14]).Sample((seconds, hours) =>
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
            var text = at.ToOffset(TimeSpan.FromHours(hours)).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
            // The first hours of 1970 fall into 1969 west of Greenwich, which is out of range.
            if (!text.StartsWith("1969", StringComparison.Ordinal))
            {
                UtcInstant.Parse(text, "when", out var instant).ShouldBeNull();
                instant.At.ShouldBe(at);
            }
        });

    [Fact]
    public void Nothing_typed_makes_it_fall() =>
        Gen.String.Sample(text => UtcInstant.Parse(text, "when", out _));
}
