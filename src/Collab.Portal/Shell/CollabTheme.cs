using MudBlazor;

namespace Collab.Portal.Shell;

/// <summary>MudBlazor's theme on the tokens of tokens.css, which hold every colour for light and dark.</summary>
internal static class CollabTheme
{
    /// <summary>One palette for both: tokens resolve by the page's colour scheme, so nothing renders again on a switch.</summary>
    public static readonly MudTheme Theme = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px", AppbarHeight = "48px", DrawerWidthLeft = "224px", DrawerMiniWidthLeft = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["var(--f-text)"], FontSize = "14px", LineHeight = "20px", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = ["var(--f-text)"], FontSize = "13px", FontWeight = "600", LineHeight = "20px", TextTransform = "none", LetterSpacing = "normal" },
        },
    };
}
