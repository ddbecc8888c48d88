namespace Collab.Local.SampleData;
internal static class PublicRecord { public static void Tell(Story story) { } }
internal static class Incidents { public static void Tell(Story story) { } }
internal static class Threads { public const string Last = "T-AGEND"; public static void Tell(Story story) { } }
