using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Collab.Tool;

/// <summary>Lists the newest outcomes of a room from its Atom feed (RFC 4287).</summary>
internal sealed class Feed(TextWriter output, HttpClient http)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Lists them, newest first, as the feed has them.</summary>
    /// <exception cref="TroubleException">The feed cannot be fetched or read.</exception>
    public async Task List(string host, CancellationToken cancellation)
    {
        var address = new Uri(Published.Address(host), "/outcomes.atom");
        var entries = Entries(await Published.Get(http, address, cancellation), address);
        if (entries.Count == 0)
            output.WriteLine("No outcome is published yet.");
        foreach (var entry in entries)
        {
            var published = DateTimeOffset.TryParse(entry.Element(Atom + "published")?.Value, CultureInfo.InvariantCulture, out var at) ? Plain.Instant(at) : "";
            output.WriteLine($"{published,-20}  {Plain.Line(entry.Element(Atom + "title")?.Value ?? "")}");
            output.WriteLine($"{"",-20}  {Plain.Line(entry.Element(Atom + "id")?.Value ?? "")}");
        }
    }

    private static List<XElement> Entries(byte[] feed, Uri address)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(feed), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return root.Name == Atom + "feed" ? [.. root.Elements(Atom + "entry")] : throw new XmlException();
        }
        catch (XmlException)
        {
            throw new TroubleException($"{address} is no Atom feed.");
        }
    }
}
