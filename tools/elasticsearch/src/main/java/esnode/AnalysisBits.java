package esnode;

import static java.util.Map.entry;

import java.io.Reader;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** The parts of the distribution's analysis-common module that a site search uses, over Lucene's own classes. */
public class AnalysisBits extends Plugin implements AnalysisPlugin {
    /** Reads a component's settings once; what it returns makes the component. */
    interface Reads<T> {
        T from(IndexSettings index, Environment env, Settings s);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return TokenFilters.ALL;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.ofEntries(
            tokenizer("keyword", (i, e, s) -> KeywordTokenizer::new),
            tokenizer("whitespace", (i, e, s) -> WhitespaceTokenizer::new),
            tokenizer("letter", (i, e, s) -> LetterTokenizer::new),
            tokenizer("uax_url_email", (i, e, s) -> UAX29URLEmailTokenizer::new),
            tokenizer("pattern", (i, e, s) -> {
                var pattern = Pattern.compile(s.get("pattern", "\\W+"));
                return () -> new PatternTokenizer(pattern, s.getAsInt("group", -1));
            }),
            tokenizer("edge_ngram", (i, e, s) -> () -> new EdgeNGramTokenizer(s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2))),
            tokenizer("ngram", (i, e, s) -> {
                int min = s.getAsInt("min_gram", 1), max = s.getAsInt("max_gram", 2);
                checkDiff(i, min, max);
                return () -> new NGramTokenizer(min, max);
            })
        );
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.ofEntries(
            charFilter("html_strip", (i, e, s) -> HTMLStripCharFilter::new),
            withSettings(charFilter("pattern_replace", (i, e, s) -> {
                var pattern = Pattern.compile(s.get("pattern"));
                return in -> new PatternReplaceCharFilter(pattern, s.get("replacement", ""), in);
            })),
            withSettings(charFilter("mapping", (i, e, s) -> {
                var map = new NormalizeCharMap.Builder();
                for (String rule : Analysis.getWordList(e, s, "mappings")) {
                    String[] sides = rule.split("\\s*=>\\s*", 2);
                    map.add(unescaped(sides[0]), unescaped(sides[1]));
                }
                NormalizeCharMap built = map.build();
                return in -> new MappingCharFilter(built, in);
            }))
        );
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.ofEntries(
            analyzer("english", stop -> new EnglishAnalyzer(stop), EnglishAnalyzer.getDefaultStopSet()),
            analyzer("french", stop -> new FrenchAnalyzer(stop), FrenchAnalyzer.getDefaultStopSet()),
            analyzer("german", stop -> new GermanAnalyzer(stop), GermanAnalyzer.getDefaultStopSet()),
            analyzer("spanish", stop -> new SpanishAnalyzer(stop), SpanishAnalyzer.getDefaultStopSet())
        );
    }

    static void checkDiff(IndexSettings index, int min, int max) {
        if (max - min > index.getMaxNgramDiff()) {
            throw new IllegalArgumentException("The difference between max_gram and min_gram in NGram must be less than or equal to: ["
                + index.getMaxNgramDiff() + "] but was [" + (max - min) + "]. Set it with [index.max_ngram_diff].");
        }
    }

    /** A mapping may name a character by its number, \\u0020, where the character itself would be trimmed away. */
    private static String unescaped(String side) {
        return Pattern.compile("\\\\u([0-9a-fA-F]{4})").matcher(side)
            .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    private record CharFilter(String name, UnaryOperator<Reader> make) implements NormalizingCharFilterFactory {
        @Override
        public Reader create(Reader in) {
            return make.apply(in);
        }
    }

    private static Map.Entry<String, AnalysisProvider<TokenizerFactory>> tokenizer(String type, Reads<Supplier<Tokenizer>> reads) {
        return entry(type, (index, env, name, settings) -> TokenizerFactory.newFactory(name, reads.from(index, env, settings)));
    }

    private static Map.Entry<String, AnalysisProvider<CharFilterFactory>> charFilter(String type, Reads<UnaryOperator<Reader>> reads) {
        return entry(type, (index, env, name, settings) -> new CharFilter(name, reads.from(index, env, settings)));
    }

    private static Map.Entry<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzer(String type,
            Function<CharArraySet, Analyzer> make, CharArraySet defaultStopWords) {
        return entry(type, (index, env, name, settings) -> {
            Analyzer analyzer = make.apply(Analysis.parseStopWords(env, settings, defaultStopWords));
            return new AbstractIndexAnalyzerProvider<Analyzer>(name) {
                @Override
                public Analyzer get() {
                    return analyzer;
                }
            };
        });
    }

    static <T> Map.Entry<String, AnalysisProvider<T>> withSettings(Map.Entry<String, AnalysisProvider<T>> entry) {
        return entry(entry.getKey(), AnalysisPlugin.requiresAnalysisSettings(entry.getValue()));
    }
}
